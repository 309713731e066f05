// holds: Microsoft.Cache/redis rex
resource r 'Microsoft.Cache/redis@2023-08-01' = {
  name: 'rex'
  location: 'x'
  properties: { sku: { name: 'Premium', family: 'P', capacity: 1 }, publicNetworkAccess: 'Enabled' }
}
resource f 'Microsoft.Cache/redis/firewallRules@2023-08-01' = {
  parent: r
  name: 'r'
  properties: { startIP: '10.0.0.1', endIP: '10.0.0.9' }
}
