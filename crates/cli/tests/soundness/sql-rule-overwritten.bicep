// holds: Microsoft.Sql/servers sqx
resource s 'Microsoft.Sql/servers@2023-08-01-preview' = {
  name: 'sqx'
  location: 'westeurope'
  properties: { publicNetworkAccess: 'Enabled' }
}
resource f 'Microsoft.Sql/servers/firewallRules@2023-08-01-preview' = {
  parent: s
  name: 'r'
  properties: { startIpAddress: '20.0.0.1', endIpAddress: '20.0.0.1' }
}
resource g 'Microsoft.Sql/servers/firewallRules@2023-08-01-preview' = {
  parent: s
  name: 'r'
  dependsOn: [f]
  properties: { startIpAddress: '10.0.0.1', endIpAddress: '10.0.0.1' }
}
