// unknown: Microsoft.ServiceBus/namespaces sbx
param c bool
resource e 'Microsoft.ServiceBus/namespaces@2022-10-01-preview' = {
  name: 'sbx'
  location: 'x'
  sku: { name: 'Premium' }
  properties: { publicNetworkAccess: 'Enabled' }
}
resource r 'Microsoft.ServiceBus/namespaces/networkRuleSets@2022-10-01-preview' = {
  parent: e
  name: 'default'
  properties: { defaultAction: 'Deny', ipRules: c ? [{ ipMask: '10.0.0.0/8' }] : [] }
}
