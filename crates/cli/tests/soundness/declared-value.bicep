// holds: Microsoft.Storage/storageAccounts stx
resource other 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'kvy'
  location: 'westeurope'
  properties: { publicNetworkAccess: 'Disabled', tenantId: subscription().tenantId, sku: { family: 'A', name: 'standard' } }
}
resource st 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: {
    publicNetworkAccess: other.properties.publicNetworkAccess
  }
}
