// unknown: Microsoft.Storage/storageAccounts sty
module m 'modules/existing-out.bicep' = { name: 'm' }
resource y 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'sty'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: m.outputs.pna }
}
