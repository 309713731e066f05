// unknown: Microsoft.ServiceBus/namespaces sbx
param c bool
resource e 'Microsoft.ServiceBus/namespaces@2022-10-01-preview' = {
  name: 'sbx'
  location: 'x'
  sku: { name: 'Premium' }
  properties: { minimumTlsVersion: '1.2' }
}
resource r 'Microsoft.ServiceBus/namespaces/networkRuleSets@2022-10-01-preview' = if (c) {
  parent: e
  name: 'default'
  properties: { publicNetworkAccess: 'Disabled' }
}
