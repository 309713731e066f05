// unknown: Microsoft.ContainerRegistry/registries acrx
@allowed(['Basic', 'Premium'])
param k string
resource a 'Microsoft.ContainerRegistry/registries@2023-07-01' = {
  name: 'acrx'
  location: 'westeurope'
  sku: { name: k }
  properties: { publicNetworkAccess: 'Disabled' }
}
