// unknown: Microsoft.Sql/servers sqx
@allowed(['open', 'Open'])
param e string
resource s 'Microsoft.Sql/servers@2023-08-01-preview' = {
  name: 'sqx'
  location: 'westeurope'
  properties: { publicNetworkAccess: e == 'open' ? 'Enabled' : 'Disabled' }
}
resource f 'Microsoft.Sql/servers/firewallRules@2023-08-01-preview' = if (e =~ 'open') {
  parent: s
  name: 'r'
  properties: { startIpAddress: '20.0.0.1', endIpAddress: '20.0.0.1' }
}
