// unknown: Microsoft.ApiManagement/service apx
param p string
resource a 'Microsoft.ApiManagement/service@2023-05-01-preview' = {
  name: 'apx'
  location: 'westeurope'
  sku: { name: 'Developer', capacity: 1 }
  properties: { publisherEmail: 'a@b.c', publisherName: 'a', publicNetworkAccess: p }
}
