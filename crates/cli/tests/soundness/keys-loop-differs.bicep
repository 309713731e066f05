// claim: no-shared-keys
// holds: Microsoft.CognitiveServices/accounts ai-a
// fails: Microsoft.CognitiveServices/accounts ai-b
resource ai 'Microsoft.CognitiveServices/accounts@2025-06-01' = [for name in ['a', 'b']: {
  name: 'ai-${name}'
  location: 'westeurope'
  kind: 'AIServices'
  sku: { name: 'S0' }
  properties: {
    disableLocalAuth: name == 'a'
  }
}]
