// unknown: Microsoft.Storage/storageAccounts stx
param keep string
resource st 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: {
    networkAcls: { defaultAction: 'Deny', ipRules: map(filter(['20.1.2.3'], ip => ip == keep), ip => { value: ip }) }
  }
}
