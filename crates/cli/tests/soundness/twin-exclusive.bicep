// holds: Microsoft.Storage/storageAccounts st{b}
param a string
param b string
param c bool
resource x 'Microsoft.Storage/storageAccounts@2023-05-01' = if (c) {
  name: 'st${a}'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: 'Enabled' }
}
resource z 'Microsoft.Storage/storageAccounts@2023-05-01' = if (!c) {
  name: 'st${b}'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: 'Disabled' }
}
