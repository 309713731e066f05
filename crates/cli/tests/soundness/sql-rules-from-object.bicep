// unknown: Microsoft.Sql/servers sqx
param rules object
resource s 'Microsoft.Sql/servers@2023-08-01-preview' = {
  name: 'sqx'
  location: 'westeurope'
  properties: { publicNetworkAccess: 'Enabled' }
}
resource f 'Microsoft.Sql/servers/firewallRules@2023-08-01-preview' = [for r in items(rules): {
  parent: s
  name: r.key
  properties: { startIpAddress: r.value.a, endIpAddress: r.value.b }
}]
