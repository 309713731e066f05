// unknown: Microsoft.Web/sites wex
param u bool
resource a 'Microsoft.Web/sites@2023-12-01' = {
  name: 'wex'
  location: 'westeurope'
  properties: { publicNetworkAccess: 'Enabled', siteConfig: { scmIpSecurityRestrictionsUseMain: u, ipSecurityRestrictions: [{ ipAddress: '10.0.0.0/8', action: 'Allow', priority: 100, name: 'in' }] } }
}
