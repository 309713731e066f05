// unknown: Microsoft.EventHub/namespaces ehx
param p string
resource e 'Microsoft.EventHub/namespaces@2024-01-01' = {
  name: 'ehx'
  location: 'westeurope'
  sku: { name: 'Standard' }
  properties: { publicNetworkAccess: 'Disabled' }
}
resource r 'Microsoft.EventHub/namespaces/networkRuleSets@2024-01-01' = {
  parent: e
  name: 'default'
  properties: { publicNetworkAccess: p }
}
