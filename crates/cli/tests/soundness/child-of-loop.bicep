// unknown: Microsoft.Sql/servers sq1
param n int
resource s 'Microsoft.Sql/servers@2023-08-01-preview' = [for i in range(0, 3): {
  name: 'sq${i}'
  location: 'x'
  properties: { publicNetworkAccess: 'Enabled' }
}]
resource f 'Microsoft.Sql/servers/firewallRules@2023-08-01-preview' = {
  parent: s[n]
  name: 'r'
  properties: { startIpAddress: '20.0.0.1', endIpAddress: '20.0.0.1' }
}
