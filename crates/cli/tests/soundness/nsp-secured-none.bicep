// holds: Microsoft.KeyVault/vaults kvx
resource k 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'kvx'
  location: 'westeurope'
  properties: { tenantId: tenant().tenantId, sku: { family: 'A', name: 'standard' }, publicNetworkAccess: 'SecuredByPerimeter' }
}
