// unknown: Microsoft.Sql/servers sq{b}
param a string
param b string
resource s 'Microsoft.Sql/servers@2023-08-01-preview' = {
  name: 'sq${a}'
  location: 'westeurope'
  properties: { publicNetworkAccess: 'Enabled' }
}
resource f 'Microsoft.Sql/servers/firewallRules@2023-08-01-preview' = {
  parent: s
  name: 'r'
  properties: { startIpAddress: '20.0.0.1', endIpAddress: '20.0.0.1' }
}
resource t 'Microsoft.Sql/servers@2023-08-01-preview' = {
  name: 'sq${b}'
  location: 'westeurope'
  properties: { publicNetworkAccess: 'Enabled' }
}
