// holds: Microsoft.Storage/storageAccounts sty
resource k 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'kvy'
  location: 'westeurope'
  properties: { tenantId: tenant().tenantId, sku: { family: 'A', name: 'standard' }, publicNetworkAccess: 'Disabled' }
}
module m 'modules/existing-out.bicep' = { name: 'm', dependsOn: [k] }
resource y 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'sty'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: m.outputs.pna }
}
