// holds: Microsoft.KeyVault/vaults kvx
resource k 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'kvx'
  location: 'westeurope'
  properties: { tenantId: tenant().tenantId, sku: { family: 'A', name: 'standard' }, publicNetworkAccess: 'Disabled' }
}
resource n 'Microsoft.Network/networkSecurityPerimeters@2024-07-01' existing = { name: 'nsp' }
resource s 'Microsoft.Network/networkSecurityPerimeters/resourceAssociations@2024-07-01' existing = {
  parent: n
  name: 'as'
}
output x string = s.properties.accessMode
