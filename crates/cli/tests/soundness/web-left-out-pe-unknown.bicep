// unknown: Microsoft.Web/sites wex
param target string
resource a 'Microsoft.Web/sites@2023-12-01' = {
  name: 'wex'
  location: 'westeurope'
  properties: { httpsOnly: true }
}
resource pe 'Microsoft.Network/privateEndpoints@2023-11-01' = {
  name: 'pe'
  location: 'westeurope'
  properties: { subnet: { id: resourceId('Microsoft.Network/virtualNetworks/subnets', 'v', 's') }, privateLinkServiceConnections: [{ name: 'c', properties: { privateLinkServiceId: target, groupIds: ['sites'] } }] }
}
