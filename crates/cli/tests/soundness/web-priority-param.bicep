// unknown: Microsoft.Web/sites wex
param pr int
resource a 'Microsoft.Web/sites@2023-12-01' = {
  name: 'wex'
  location: 'westeurope'
  properties: { publicNetworkAccess: 'Enabled', siteConfig: { scmIpSecurityRestrictionsUseMain: true, ipSecurityRestrictions: [{ ipAddress: '20.0.0.0/8', action: 'Allow', priority: pr, name: 'in' }, { ipAddress: 'Any', action: 'Deny', priority: 100, name: 'no' }] } }
}
