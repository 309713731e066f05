// fails: Microsoft.EventHub/namespaces ehx
resource e 'Microsoft.EventHub/namespaces@2024-01-01' = {
  name: 'ehx'
  location: 'x'
  sku: { name: 'Standard' }
  properties: { publicNetworkAccess: 'Disabled' }
  resource r 'networkRuleSets' = {
    name: 'default'
    properties: { publicNetworkAccess: 'Enabled', defaultAction: 'Allow' }
  }
}
