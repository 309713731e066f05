// unknown: Microsoft.Search/searchServices srx
param c bool
resource a 'Microsoft.Search/searchServices@2023-11-01' = {
  name: 'srx'
  location: 'westeurope'
  sku: { name: 'standard' }
  properties: { networkRuleSet: { ipRules: c ? [{ value: '10.0.0.1' }] : [] } }
}
