// unknown: Microsoft.App/managedEnvironments aex
param i bool
resource e 'Microsoft.App/managedEnvironments@2025-07-01' = {
  name: 'aex'
  location: 'westeurope'
  properties: { vnetConfiguration: { internal: i } }
}
