// unknown: Microsoft.MachineLearningServices/workspaces mlx
resource m 'Microsoft.MachineLearningServices/workspaces@2024-04-01' = {
  name: 'mlx'
  location: 'westeurope'
  identity: { type: 'SystemAssigned' }
  properties: { publicNetworkAccess: 'Disabled', allowPublicAccessWhenBehindVnet: true }
}
