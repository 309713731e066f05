// unknown: Microsoft.MachineLearningServices/workspaces/computes mlx/cp
param p bool
resource m 'Microsoft.MachineLearningServices/workspaces@2024-04-01' = {
  name: 'mlx'
  location: 'westeurope'
  identity: { type: 'SystemAssigned' }
  properties: { publicNetworkAccess: 'Disabled' }
}
resource c 'Microsoft.MachineLearningServices/workspaces/computes@2024-04-01' = {
  parent: m
  name: 'cp'
  location: 'x'
  properties: { computeType: 'AmlCompute', properties: { enableNodePublicIp: p, remoteLoginPortPublicAccess: 'Enabled' } }
}
