// holds: Microsoft.Synapse/workspaces syx
resource y 'Microsoft.Synapse/workspaces@2021-06-01' = {
  name: 'syx'
  location: 'x'
  identity: { type: 'SystemAssigned' }
  properties: { publicNetworkAccess: 'Disabled', managedVirtualNetwork: 'default' }
}
resource f 'Microsoft.Synapse/workspaces/firewallRules@2021-06-01' = {
  parent: y
  name: 'r'
  properties: { startIpAddress: '0.0.0.0', endIpAddress: '255.255.255.255' }
}
