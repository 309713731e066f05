// unknown: Microsoft.Storage/storageAccounts stx
param c bool
resource st 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: {
    networkAcls: { defaultAction: 'Deny', ipRules: concat([{ value: '10.0.0.1' }], c ? [{ value: '20.1.1.1' }] : []) }
  }
}
