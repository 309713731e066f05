// unknown: Microsoft.App/containerApps apx
param x object
resource e 'Microsoft.App/managedEnvironments@2025-07-01' = {
  name: 'aex'
  location: 'westeurope'
  properties: { zoneRedundant: false }
}
resource a 'Microsoft.App/containerApps@2025-07-01' = {
  name: 'apx'
  location: 'x'
  properties: { environmentId: e.id, configuration: { ingress: x } }
}
