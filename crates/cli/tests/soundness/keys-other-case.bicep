// claim: no-shared-keys
// holds: Microsoft.CognitiveServices/accounts ai
resource ai 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: 'ai'
  location: 'westeurope'
  kind: 'AIServices'
  sku: { name: 'S0' }
  properties: {
    DisableLocalAuth: true
  }
}
