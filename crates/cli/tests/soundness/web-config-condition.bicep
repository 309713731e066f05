// unknown: Microsoft.Web/sites wex
param k bool
resource a 'Microsoft.Web/sites@2023-12-01' = {
  name: 'wex'
  location: 'westeurope'
  properties: { publicNetworkAccess: 'Enabled', siteConfig: { scmIpSecurityRestrictionsUseMain: true, ipSecurityRestrictions: [{ ipAddress: '10.0.0.0/8', action: 'Allow', priority: 100, name: 'in' }] } }
}
resource c 'Microsoft.Web/sites/config@2023-12-01' = if (k) {
  parent: a
  name: 'web'
  properties: { ipSecurityRestrictions: [], ipSecurityRestrictionsDefaultAction: 'Allow' }
}
