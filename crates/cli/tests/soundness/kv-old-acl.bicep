// unknown: Microsoft.KeyVault/vaults kvx
resource k 'Microsoft.KeyVault/vaults@2016-10-01' = {
  name: 'kvx'
  location: 'westeurope'
  properties: { tenantId: tenant().tenantId, sku: { family: 'A', name: 'standard' }, networkAcls: { defaultAction: 'Deny' } }
}
