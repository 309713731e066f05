// fails: Microsoft.Sql/servers sqx
resource s 'Microsoft.Sql/servers@2023-08-01-preview' = {
  name: 'sqx'
  location: 'x'
  properties: {}
  resource f 'firewallRules' = {
    name: 'all'
    properties: { startIpAddress: '0.0.0.0', endIpAddress: '255.255.255.255' }
  }
}
