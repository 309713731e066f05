// unknown: Microsoft.Storage/storageAccounts stx
param rules array
resource st 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: {
    networkAcls: { defaultAction: empty(rules) ? 'Allow' : 'Deny', ipRules: [] }
  }
}
