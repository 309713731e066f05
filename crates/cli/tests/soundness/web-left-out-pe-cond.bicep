// unknown: Microsoft.Web/sites wex
param k bool
resource a 'Microsoft.Web/sites@2023-12-01' = {
  name: 'wex'
  location: 'westeurope'
  properties: { httpsOnly: true }
}
resource pe 'Microsoft.Network/privateEndpoints@2023-11-01' = if (k) {
  name: 'pe'
  location: 'westeurope'
  properties: { subnet: { id: resourceId('Microsoft.Network/virtualNetworks/subnets', 'v', 's') }, privateLinkServiceConnections: [{ name: 'c', properties: { privateLinkServiceId: a.id, groupIds: ['sites'] } }] }
}
