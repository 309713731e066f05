// unknown: Microsoft.Search/searchServices srx
resource a 'Microsoft.Search/searchServices@2015-08-19' = {
  name: 'srx'
  location: 'westeurope'
  sku: { name: 'standard' }
  properties: { networkRuleSet: { ipRules: [{ value: '10.0.0.1' }] } }
}
