// unknown: Microsoft.AppConfiguration/configurationStores acx
resource a 'Microsoft.AppConfiguration/configurationStores@2023-03-01' = {
  name: 'acx'
  location: 'westeurope'
  sku: { name: 'standard' }
  properties: {  }
}
resource pe 'Microsoft.Network/privateEndpoints@2023-11-01' = {
  name: 'pe'
  location: 'westeurope'
  properties: { subnet: { id: resourceId('Microsoft.Network/virtualNetworks/subnets', 'v', 's') }, manualPrivateLinkServiceConnections: [{ name: 'c', properties: { privateLinkServiceId: a.id, groupIds: ['configurationStores'] } }] }
}
