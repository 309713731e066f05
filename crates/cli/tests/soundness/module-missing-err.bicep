// unknown: Microsoft.Storage/storageAccounts stx
resource y 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: 'Disabled' }
}
module m 'modules/gone.bicep' = {
  name: 'm'
  params: { pna: 'Enabled' }
}
