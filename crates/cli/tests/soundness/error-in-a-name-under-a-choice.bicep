// unknown: Microsoft.Storage/storageAccounts stclosed
// with: --free wanted
// Nobody knows what the second one is called under one choice: it may be the first one, written once more.
param wanted bool = false
param list array = []
resource st 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stclosed'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: {
    publicNetworkAccess: 'Disabled'
  }
}
resource other 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: wanted ? list[0] : 'stopen'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: {
    publicNetworkAccess: 'Enabled'
  }
}
