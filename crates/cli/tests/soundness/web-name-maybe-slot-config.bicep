// holds: Microsoft.Web/sites wex
param s string
resource a 'Microsoft.Web/sites@2023-12-01' = {
  name: 'wex'
  location: 'westeurope'
  properties: { publicNetworkAccess: 'Enabled', siteConfig: { scmIpSecurityRestrictionsUseMain: true, ipSecurityRestrictions: [{ ipAddress: '10.0.0.0/8', action: 'Allow', priority: 100, name: 'in' }] } }
}
resource c 'Microsoft.Web/sites/slots/config@2023-12-01' = {
  name: 'wex/${s}/web'
  properties: { ipSecurityRestrictions: [] }
}
