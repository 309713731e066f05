// unknown: Microsoft.Storage/storageAccounts sty
param i int
var n = ['sta', 'stb']
var p = ['Disabled', 'Enabled']
module m 'modules/store.bicep' = [for (x, i) in n: { name: 'm${x}', params: { pna: p[i], name: x } }]
resource y 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'sty'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: m[i].outputs.pna }
}
