// unknown: Microsoft.Search/searchServices srx
param k string
resource a 'Microsoft.Search/searchServices@2023-11-01' = {
  name: 'srx'
  location: 'westeurope'
  sku: { name: 'standard' }
  properties: { networkRuleSet: { ipRules: map(filter(['10.0.0.1'], x => x != k), x => { value: x }) } }
}
