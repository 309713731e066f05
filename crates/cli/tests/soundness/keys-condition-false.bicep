// claim: no-shared-keys
// none: Microsoft.CognitiveServices/accounts ai
resource ai 'Microsoft.CognitiveServices/accounts@2025-06-01' = if (false) {
  name: 'ai'
  location: 'westeurope'
  kind: 'AIServices'
  sku: { name: 'S0' }
  properties: {}
}
