// unknown: Microsoft.KeyVault/vaults kvx
resource k 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'kvx'
  location: 'westeurope'
  properties: { tenantId: tenant().tenantId, sku: { family: 'A', name: 'standard' }, publicNetworkAccess: 'Disabled' }
}
resource n 'Microsoft.Network/networkSecurityPerimeters@2024-07-01' existing = { name: 'nsp' }
resource p 'Microsoft.Network/networkSecurityPerimeters/profiles@2024-07-01' existing = {
  parent: n
  name: 'pr'
}
resource s 'Microsoft.Network/networkSecurityPerimeters/resourceAssociations@2024-07-01' = {
  parent: n
  name: 'as'
  properties: { privateLinkResource: { id: k.id }, profile: { id: p.id }, accessMode: 'Learning' }
}
