// unknown: Microsoft.Search/searchServices srx
param k string
resource a 'Microsoft.Search/searchServices@2023-11-01' = {
  name: 'srx'
  location: 'westeurope'
  sku: { name: k }
  properties: { publicNetworkAccess: 'Disabled' }
}
