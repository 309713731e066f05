// unknown: Microsoft.EventHub/namespaces ehx
param n string
resource e 'Microsoft.EventHub/namespaces@2024-01-01' = {
  name: 'ehx'
  location: 'westeurope'
  sku: { name: 'Standard' }
  properties: { publicNetworkAccess: 'Disabled' }
}
resource r 'Microsoft.EventHub/namespaces/networkRuleSets@2024-01-01' = {
  name: '${n}/default'
  properties: { publicNetworkAccess: 'Enabled' }
}
