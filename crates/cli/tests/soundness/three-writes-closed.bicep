// holds: Microsoft.Storage/storageAccounts stx
param c bool
resource a 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: 'Enabled' }
}
resource y 'Microsoft.Storage/storageAccounts@2023-05-01' = if (c) {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: 'Disabled' }
  dependsOn: [a]
}
resource z 'Microsoft.Storage/storageAccounts@2023-05-01' = if (!c) {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: 'Disabled' }
  dependsOn: [a]
}
