// holds: Microsoft.Sql/servers sqx
resource s 'Microsoft.Sql/servers@2023-08-01-preview' = {
  name: 'sqx'
  location: 'westeurope'
  properties: { publicNetworkAccess: 'Enabled' }
}
resource f 'Microsoft.Sql/servers/firewallRules@2023-08-01-preview' = {
  parent: s
  name: 'AllowAllWindowsAzureIps'
  properties: { startIpAddress: '10.0.0.0', endIpAddress: '10.0.0.0' }
}
