// unknown: Microsoft.Storage/storageAccounts stx
param m object
resource st 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: {
    networkAcls: { defaultAction: 'Deny', ipRules: [for r in items(m): { value: r.value }] }
  }
}
