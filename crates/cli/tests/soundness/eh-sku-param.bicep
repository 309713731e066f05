// unknown: Microsoft.EventHub/namespaces ehx
param k string
resource e 'Microsoft.EventHub/namespaces@2024-01-01' = {
  name: 'ehx'
  location: 'westeurope'
  sku: { name: k }
  properties: { publicNetworkAccess: 'Enabled' }
}
resource r0 'Microsoft.EventHub/namespaces/networkRuleSets@2024-01-01' = {
  parent: e
  name: 'default'
  properties: { defaultAction: 'Deny', ipRules: [{ ipMask: '10.0.0.0/8', action: 'Allow' }] }
}
