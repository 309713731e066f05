// none: Microsoft.Storage/storageAccounts stx
resource a 'Microsoft.Storage/storageAccounts@2023-05-01' = if (false) {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: 'Enabled' }
}
