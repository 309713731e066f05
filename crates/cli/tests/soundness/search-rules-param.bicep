// unknown: Microsoft.Search/searchServices srx
param r array
resource a 'Microsoft.Search/searchServices@2023-11-01' = {
  name: 'srx'
  location: 'westeurope'
  sku: { name: 'standard' }
  properties: { networkRuleSet: { ipRules: r } }
}
