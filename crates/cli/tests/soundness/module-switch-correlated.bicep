// holds: Microsoft.Sql/servers sqx
param c bool
resource s 'Microsoft.Sql/servers@2023-08-01-preview' = {
  name: 'sqx'
  location: 'westeurope'
  properties: { publicNetworkAccess: c ? 'Enabled' : 'Disabled' }
}
module m 'modules/sql-rule.bicep' = if (!c) {
  name: 'm'
  params: { server: s.name }
}
