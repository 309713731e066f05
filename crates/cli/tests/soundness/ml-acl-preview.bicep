// unknown: Microsoft.MachineLearningServices/workspaces mlx
resource m 'Microsoft.MachineLearningServices/workspaces@2024-10-01-preview' = {
  name: 'mlx'
  location: 'westeurope'
  identity: { type: 'SystemAssigned' }
  properties: { publicNetworkAccess: 'Enabled', ipAllowlist: ['10.0.0.1'] }
}
