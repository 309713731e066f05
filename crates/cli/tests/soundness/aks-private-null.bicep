// fails: Microsoft.ContainerService/managedClusters akx
resource a 'Microsoft.ContainerService/managedClusters@2024-05-01' = {
  name: 'akx'
  location: 'westeurope'
  properties: { apiServerAccessProfile: { enablePrivateCluster: null } }
}
