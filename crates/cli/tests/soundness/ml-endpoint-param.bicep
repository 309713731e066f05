// unknown: Microsoft.MachineLearningServices/workspaces/onlineEndpoints mlx/oe
param p string
resource m 'Microsoft.MachineLearningServices/workspaces@2024-04-01' = {
  name: 'mlx'
  location: 'westeurope'
  identity: { type: 'SystemAssigned' }
  properties: { publicNetworkAccess: 'Disabled' }
}
resource o 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints@2024-04-01' = {
  parent: m
  name: 'oe'
  location: 'x'
  identity: { type: 'SystemAssigned' }
  properties: { authMode: 'AADToken', publicNetworkAccess: p }
}
