// unknown: Microsoft.App/managedEnvironments aex
resource e 'Microsoft.App/managedEnvironments@2025-01-01' = {
  name: 'aex'
  location: 'westeurope'
  properties: { publicNetworkAccess: 'Disabled' }
}
