// unknown: Microsoft.Cache/redis rex
param c bool
resource r 'Microsoft.Cache/redis@2023-08-01' = {
  name: 'rex'
  location: 'x'
  properties: { sku: { name: 'Premium', family: 'P', capacity: 1 }, subnetId: c ? resourceId('Microsoft.Network/virtualNetworks/subnets', 'v', 's') : null }
}
