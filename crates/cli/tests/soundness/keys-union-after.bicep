// claim: no-shared-keys
// unknown: Microsoft.CognitiveServices/accounts ai
param more object

resource ai 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: 'ai'
  location: 'westeurope'
  kind: 'AIServices'
  sku: { name: 'S0' }
  properties: union({ disableLocalAuth: true }, more)
}
