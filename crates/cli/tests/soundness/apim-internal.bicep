// holds: Microsoft.ApiManagement/service apx
resource a 'Microsoft.ApiManagement/service@2023-05-01-preview' = {
  name: 'apx'
  location: 'westeurope'
  sku: { name: 'Developer', capacity: 1 }
  properties: { publisherEmail: 'a@b.c', publisherName: 'a', virtualNetworkType: 'Internal', virtualNetworkConfiguration: { subnetResourceId: resourceId('Microsoft.Network/virtualNetworks/subnets', 'v', 's') } }
}
