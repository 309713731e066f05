// unknown: Microsoft.Storage/storageAccounts stx
resource other 'Microsoft.KeyVault/vaults@2023-07-01' existing = { name: 'kvy' }
resource st 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: {
    publicNetworkAccess: other.properties.publicNetworkAccess
  }
}
