// holds: Microsoft.ServiceBus/namespaces sbx
resource e 'Microsoft.ServiceBus/namespaces@2022-10-01-preview' = {
  name: 'sbx'
  location: 'x'
  sku: { name: 'Premium' }
  properties: { minimumTlsVersion: '1.2' }
}
resource r 'Microsoft.ServiceBus/namespaces/networkRuleSets@2022-10-01-preview' = {
  parent: e
  name: 'default'
  properties: { publicNetworkAccess: 'Disabled' }
}
