param server string
resource e 'Microsoft.Sql/servers@2023-08-01-preview' existing = { name: server }
resource f 'Microsoft.Sql/servers/firewallRules@2023-08-01-preview' = {
  parent: e
  name: 'r'
  properties: { startIpAddress: '20.0.0.1', endIpAddress: '20.0.0.1' }
}
