// unknown: Microsoft.ServiceBus/namespaces sbx
param n string
resource e 'Microsoft.ServiceBus/namespaces@2022-10-01-preview' = {
  name: 'sbx'
  location: 'x'
  sku: { name: 'Premium' }
  properties: { publicNetworkAccess: 'Disabled' }
}
resource r 'Microsoft.ServiceBus/namespaces/networkRuleSets@2022-10-01-preview' = {
  parent: e
  name: 'default'
  properties: { publicNetworkAccess: 'Disabled' }
}
resource r2 'Microsoft.ServiceBus/namespaces/networkRuleSets@2022-10-01-preview' = {
  name: '${n}/default'
  properties: { publicNetworkAccess: 'Enabled' }
}
