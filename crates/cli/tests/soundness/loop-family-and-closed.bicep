// unknown: Microsoft.Storage/storageAccounts stx1
param n int
resource x 'Microsoft.Storage/storageAccounts@2023-05-01' = [for i in range(0, n): {
  name: 'stx${i}'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: 'Enabled' }
}]
resource z 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx1'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: 'Disabled' }
}
