// unknown: Microsoft.Web/sites wex
param ip string
resource a 'Microsoft.Web/sites@2023-12-01' = {
  name: 'wex'
  location: 'westeurope'
  properties: { publicNetworkAccess: 'Enabled', siteConfig: { scmIpSecurityRestrictionsUseMain: true, ipSecurityRestrictions: [{ ipAddress: ip, action: 'Deny', priority: 100, name: 'no' }], ipSecurityRestrictionsDefaultAction: 'Allow' } }
}
