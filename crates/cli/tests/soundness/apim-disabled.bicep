// holds: Microsoft.ApiManagement/service apx
resource a 'Microsoft.ApiManagement/service@2023-05-01-preview' = {
  name: 'apx'
  location: 'westeurope'
  sku: { name: 'StandardV2', capacity: 1 }
  properties: { publisherEmail: 'a@b.c', publisherName: 'a', virtualNetworkType: 'None', publicNetworkAccess: 'Disabled' }
}
