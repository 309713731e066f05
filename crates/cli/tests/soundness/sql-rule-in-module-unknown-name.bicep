// unknown: Microsoft.Sql/servers sqx
param n string
resource s 'Microsoft.Sql/servers@2023-08-01-preview' = {
  name: 'sqx'
  location: 'westeurope'
  properties: { publicNetworkAccess: 'Enabled' }
}
module m 'modules/sql-rule.bicep' = {
  name: 'm'
  params: { server: n }
}
