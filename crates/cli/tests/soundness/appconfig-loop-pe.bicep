// unknown: Microsoft.AppConfiguration/configurationStores *
param n int
resource a 'Microsoft.AppConfiguration/configurationStores@2023-03-01' = [for i in range(0, n): {
  name: 'acx${i}'
  location: 'westeurope'
  sku: { name: 'standard' }
  properties: {}
}]
resource pe 'Microsoft.Network/privateEndpoints@2023-11-01' = [for i in range(0, 1): {
  name: 'pe${i}'
  location: 'westeurope'
  properties: { subnet: { id: resourceId('Microsoft.Network/virtualNetworks/subnets', 'v', 's') }, privateLinkServiceConnections: [{ name: 'c', properties: { privateLinkServiceId: a[i].id, groupIds: ['configurationStores'] } }] }
}]
