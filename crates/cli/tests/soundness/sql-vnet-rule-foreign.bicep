// unknown: Microsoft.Sql/servers sqx
param sn string
resource s 'Microsoft.Sql/servers@2023-08-01-preview' = {
  name: 'sqx'
  location: 'westeurope'
  properties: { publicNetworkAccess: 'Enabled' }
}
resource v 'Microsoft.Sql/servers/virtualNetworkRules@2023-08-01-preview' = {
  parent: s
  name: 'v'
  properties: { virtualNetworkSubnetId: sn }
}
