// unknown: Microsoft.Web/sites wex
param ac string
resource a 'Microsoft.Web/sites@2023-12-01' = {
  name: 'wex'
  location: 'westeurope'
  properties: { publicNetworkAccess: 'Enabled', siteConfig: { scmIpSecurityRestrictionsUseMain: true, ipSecurityRestrictions: [{ ipAddress: '20.0.0.0/8', action: ac, priority: 100, name: 'in' }], ipSecurityRestrictionsDefaultAction: 'Deny' } }
}
