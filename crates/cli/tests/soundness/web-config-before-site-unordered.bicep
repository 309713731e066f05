// fails: Microsoft.Web/sites wex
resource a 'Microsoft.Web/sites@2023-12-01' = {
  name: 'wex'
  location: 'westeurope'
  properties: { publicNetworkAccess: 'Enabled' }
}
resource c 'Microsoft.Web/sites/config@2023-12-01' = {
  parent: a
  name: 'web'
  properties: { ipSecurityRestrictions: [] }
}
