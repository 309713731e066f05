// fails: Microsoft.ServiceBus/namespaces sbx
resource e 'Microsoft.ServiceBus/namespaces@2022-10-01-preview' = {
  name: 'sbx'
  location: 'x'
  sku: { name: 'Premium' }
  properties: { publicNetworkAccess: 'Enabled' }
}
resource r 'Microsoft.ServiceBus/namespaces/networkRuleSets@2022-10-01-preview' = {
  parent: e
  name: 'default'
  properties: { publicNetworkAccess: 'Enabled', defaultAction: 'Allow', ipRules: [{ ipMask: '10.0.0.0/8' }] }
}
