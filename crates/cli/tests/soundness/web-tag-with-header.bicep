// unknown: Microsoft.Web/sites wex
resource a 'Microsoft.Web/sites@2023-12-01' = {
  name: 'wex'
  location: 'westeurope'
  properties: { publicNetworkAccess: 'Enabled', siteConfig: { scmIpSecurityRestrictionsUseMain: true, ipSecurityRestrictions: [{ ipAddress: 'AzureFrontDoor.Backend', tag: 'ServiceTag', action: 'Allow', priority: 100, name: 'fd', headers: { 'x-azure-fdid': ['x'] } }] } }
}
