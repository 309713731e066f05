// unknown: Microsoft.ContainerService/managedClusters akx
param r array
resource a 'Microsoft.ContainerService/managedClusters@2024-05-01' = {
  name: 'akx'
  location: 'westeurope'
  properties: { apiServerAccessProfile: { authorizedIPRanges: r } }
}
