// unknown: Microsoft.Storage/storageAccounts stx
resource p 'Microsoft.Network/publicIPAddresses@2023-11-01' existing = { name: 'pip' }
resource x 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { networkAcls: { defaultAction: 'Deny', ipRules: [{ value: p.properties.ipAddress }] } }
}
