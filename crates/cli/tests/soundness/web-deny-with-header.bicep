// unknown: Microsoft.Web/sites wex
resource a 'Microsoft.Web/sites@2023-12-01' = {
  name: 'wex'
  location: 'westeurope'
  properties: { publicNetworkAccess: 'Enabled', siteConfig: { scmIpSecurityRestrictionsUseMain: true, ipSecurityRestrictionsDefaultAction: 'Allow', ipSecurityRestrictions: [{ ipAddress: 'Any', action: 'Deny', priority: 100, name: 'no', headers: { 'x-forwarded-host': ['x'] } }] } }
}
