// fails: Microsoft.Sql/servers sqx
resource s 'Microsoft.Sql/servers@2023-08-01-preview' = {
  name: 'sqx'
  location: 'westeurope'
  properties: { publicNetworkAccess: 'Enabled' }
}
resource e 'Microsoft.Sql/servers@2023-08-01-preview' existing = { name: 'sqx' }
resource f 'Microsoft.Sql/servers/firewallRules@2023-08-01-preview' = {
  parent: e
  name: 'r'
  properties: { startIpAddress: '20.0.0.1', endIpAddress: '20.0.0.1' }
}
