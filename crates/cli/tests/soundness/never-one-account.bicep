// holds: Microsoft.Storage/storageAccounts stb{b}
// fails: Microsoft.Storage/storageAccounts sta{a}
param a string
param b string
resource x 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'sta${a}'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: 'Enabled' }
}
resource z 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stb${b}'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: 'Disabled' }
}
