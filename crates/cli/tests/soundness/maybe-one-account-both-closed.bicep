// holds: Microsoft.Storage/storageAccounts st{b}
// holds: Microsoft.Storage/storageAccounts st{a}
param a string
param b string
resource x 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'st${a}'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: 'Disabled' }
}
resource z 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'st${b}'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: 'Disabled' }
}
