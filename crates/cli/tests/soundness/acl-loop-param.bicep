// unknown: Microsoft.Storage/storageAccounts stx
param ips array
resource st 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: {
    networkAcls: { defaultAction: 'Deny', ipRules: [for ip in ips: { value: ip }] }
  }
}
