// holds: Microsoft.App/containerApps apx
resource e 'Microsoft.App/managedEnvironments@2025-07-01' = {
  name: 'aex'
  location: 'westeurope'
  properties: { vnetConfiguration: { internal: true, infrastructureSubnetId: resourceId('Microsoft.Network/virtualNetworks/subnets', 'v', 's') } }
}
resource a 'Microsoft.App/containerApps@2025-07-01' = {
  name: 'apx'
  location: 'x'
  properties: { environmentId: e.id, configuration: { ingress: { external: true, targetPort: 80 } } }
}
