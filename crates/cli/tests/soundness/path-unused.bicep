// claim: private-path
// none: Microsoft.Storage/storageAccounts *

resource st 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'stchat'
  location: 'westeurope'
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: { publicNetworkAccess: 'Disabled' }
}
