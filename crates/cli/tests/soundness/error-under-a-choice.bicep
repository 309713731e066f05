// holds: Microsoft.Storage/storageAccounts stclosed
// with: --free wanted
// What fails under one choice refuses the deployment under that choice, and adds nothing under the others.
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
resource log 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet'
  location: 'westeurope'
  tags: { first: wanted ? list[0] : 'none', fails: wanted ? fail('no') : 'none' }
}
