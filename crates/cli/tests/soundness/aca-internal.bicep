// holds: Microsoft.App/managedEnvironments aex
resource e 'Microsoft.App/managedEnvironments@2025-07-01' = {
  name: 'aex'
  location: 'westeurope'
  properties: { vnetConfiguration: { internal: true } }
}
