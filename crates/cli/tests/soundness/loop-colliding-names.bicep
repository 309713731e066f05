// unknown: Microsoft.Storage/storageAccounts stx
resource x 'Microsoft.Storage/storageAccounts@2023-05-01' = [for i in range(0, 2): {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: i == 0 ? 'Enabled' : 'Disabled' }
}]
