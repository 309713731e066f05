// claim: no-shared-keys
// unknown: Microsoft.CognitiveServices/accounts ai
param p bool

resource ai 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: 'ai'
  location: 'westeurope'
  kind: 'AIServices'
  sku: { name: 'S0' }
  properties: {
    disableLocalAuth: p
  }
}
