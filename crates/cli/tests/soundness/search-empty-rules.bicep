// fails: Microsoft.Search/searchServices srx
resource a 'Microsoft.Search/searchServices@2023-11-01' = {
  name: 'srx'
  location: 'westeurope'
  sku: { name: 'standard' }
  properties: { networkRuleSet: { ipRules: [] } }
}
