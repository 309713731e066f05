// unknown: Microsoft.ContainerRegistry/registries acrx
resource a 'Microsoft.ContainerRegistry/registries@2023-07-01' = {
  name: 'acrx'
  location: 'westeurope'
  sku: { name: 'Premium' }
  properties: { publicNetworkAccess: 'SecuredByPerimeter' }
}
