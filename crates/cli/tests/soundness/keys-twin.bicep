// claim: no-shared-keys
// unknown: Microsoft.CognitiveServices/accounts ai-one
// fails: Microsoft.CognitiveServices/accounts ai-{p}
param p string

resource one 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: 'ai-one'
  location: 'westeurope'
  kind: 'AIServices'
  sku: { name: 'S0' }
  properties: {
    disableLocalAuth: true
  }
}
resource two 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: 'ai-${p}'
  location: 'westeurope'
  kind: 'AIServices'
  sku: { name: 'S0' }
  properties: {
    disableLocalAuth: false
  }
}
