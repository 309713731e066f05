// fails: Microsoft.Web/sites wex
resource a 'Microsoft.Web/sites@2023-12-01' = {
  name: 'wex'
  location: 'westeurope'
  properties: { publicNetworkAccess: 'Enabled', siteConfig: { scmIpSecurityRestrictionsUseMain: true, ipSecurityRestrictions: [{ ipAddress: 'Any', action: 'Allow', priority: 100, name: 'a' }, { ipAddress: 'Any', action: 'Deny', priority: 100, name: 'b' }] } }
}
