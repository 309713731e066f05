// unknown: Microsoft.ContainerService/managedClusters akx
param p bool
resource a 'Microsoft.ContainerService/managedClusters@2024-05-01' = {
  name: 'akx'
  location: 'westeurope'
  properties: { apiServerAccessProfile: { enablePrivateCluster: p } }
}
