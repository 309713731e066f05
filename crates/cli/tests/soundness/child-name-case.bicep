// fails: Microsoft.Sql/servers sqx
resource s 'Microsoft.Sql/servers@2023-08-01-preview' = {
  name: 'sqx'
  location: 'westeurope'
  properties: { publicNetworkAccess: 'Enabled' }
}
resource f 'microsoft.SQL/Servers/FirewallRules@2023-08-01-preview' = {
  name: 'SQX/r'
  properties: { startIPAddress: '0.0.0.0', ENDIPADDRESS: '255.255.255.255' }
}
