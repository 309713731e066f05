// fails: Microsoft.Cache/redis rex
resource r 'Microsoft.Cache/redis@2023-08-01' = {
  name: 'rex'
  location: 'x'
  properties: { sku: { name: 'Premium', family: 'P', capacity: 1 }, publicNetworkAccess: 'Enabled' }
}
