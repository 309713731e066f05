// holds: Microsoft.KeyVault/vaults kvx
resource k 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'kvx'
  location: 'westeurope'
  properties: { tenantId: tenant().tenantId, sku: { family: 'A', name: 'standard' }, publicNetworkAccess: 'Disabled' }
}
resource n 'Microsoft.Network/networkSecurityPerimeters@2024-07-01' = { name: 'nsp', location: 'westeurope' }
resource p 'Microsoft.Network/networkSecurityPerimeters/profiles@2024-07-01' = {
  parent: n
  name: 'pr'
}
resource r 'Microsoft.Network/networkSecurityPerimeters/profiles/accessRules@2024-07-01' = {
  parent: p
  name: 'in'
  properties: { direction: 'Outbound', addressPrefixes: ['20.0.0.0/8'] }
}
resource s 'Microsoft.Network/networkSecurityPerimeters/resourceAssociations@2024-07-01' = {
  parent: n
  name: 'as'
  properties: { privateLinkResource: { id: k.id }, profile: { id: p.id }, accessMode: 'Learning' }
}
