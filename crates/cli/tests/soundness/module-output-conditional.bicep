// unknown: Microsoft.Storage/storageAccounts sty
param c bool
module m 'modules/store.bicep' = if (c) {
  name: 'm'
  params: { pna: 'Disabled' }
}
resource y 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'sty'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: c ? m.outputs.pna : 'Enabled' }
}
