// unknown: Microsoft.Cache/redis rex
param n int
resource r 'Microsoft.Cache/redis@2023-08-01' = {
  name: 'rex'
  location: 'x'
  properties: { sku: { name: 'Premium', family: 'P', capacity: 1 }, publicNetworkAccess: 'Enabled' }
}
resource f 'Microsoft.Cache/redis/firewallRules@2023-08-01' = [for i in range(0, n): {
  parent: r
  name: 'r${i}'
  properties: { startIP: '10.0.0.1', endIP: '10.0.0.9' }
}]
