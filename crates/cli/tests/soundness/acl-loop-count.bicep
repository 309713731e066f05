// unknown: Microsoft.Storage/storageAccounts stx
param n int
resource st 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: {
    networkAcls: { defaultAction: 'Deny', ipRules: [for i in range(0, n): { value: '20.1.2.${i}' }] }
  }
}
