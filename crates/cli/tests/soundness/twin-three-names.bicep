// unknown: Microsoft.Storage/storageAccounts st{b}
// holds: Microsoft.Storage/storageAccounts stq
param a string
param b string
resource x 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'st${a}xyz'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: 'Enabled' }
}
resource z 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'st${b}'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: 'Disabled' }
}
resource w 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stq'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: 'Disabled' }
}
