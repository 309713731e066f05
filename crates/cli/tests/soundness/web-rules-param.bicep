// unknown: Microsoft.Web/sites wex
param r array
resource a 'Microsoft.Web/sites@2023-12-01' = {
  name: 'wex'
  location: 'westeurope'
  properties: { publicNetworkAccess: 'Enabled', siteConfig: { scmIpSecurityRestrictionsUseMain: true, ipSecurityRestrictions: r } }
}
