// unknown: Microsoft.Storage/storageAccounts stx
resource y 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: 'Disabled' }
}
param names array
module m 'modules/store.bicep' = [for x in names: { name: 'm${x}', params: { pna: 'Enabled', name: x } }]
