// unknown: Microsoft.Storage/storageAccounts stx
@allowed(['dev', 'prod'])
param s string
var levels = { dev: 'Enabled', prod: 'disabled' }
resource st 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: {
    publicNetworkAccess: levels[s]
  }
}
