// unknown: Microsoft.Storage/storageAccounts *
param n int
resource x 'Microsoft.Storage/storageAccounts@2023-05-01' = [for i in range(0, n): {
  name: 'stx${i}'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: i == 0 ? 'Enabled' : 'Disabled' }
}]
