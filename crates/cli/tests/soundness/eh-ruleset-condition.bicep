// unknown: Microsoft.EventHub/namespaces ehx
param c bool
resource e 'Microsoft.EventHub/namespaces@2024-01-01' = {
  name: 'ehx'
  location: 'westeurope'
  sku: { name: 'Standard' }
  properties: { publicNetworkAccess: 'Disabled' }
}
resource r 'Microsoft.EventHub/namespaces/networkRuleSets@2024-01-01' = if (c) {
  parent: e
  name: 'default'
  properties: { publicNetworkAccess: 'Enabled' }
}
