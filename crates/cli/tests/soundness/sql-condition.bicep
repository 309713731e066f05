// unknown: Microsoft.Sql/servers sqx
param c bool
resource s 'Microsoft.Sql/servers@2023-08-01-preview' = {
  name: 'sqx'
  location: 'westeurope'
  properties: { publicNetworkAccess: 'Enabled' }
}
resource f 'Microsoft.Sql/servers/firewallRules@2023-08-01-preview' = if (c) {
  parent: s
  name: 'r'
  properties: { startIpAddress: '20.0.0.1', endIpAddress: '20.0.0.1' }
}
