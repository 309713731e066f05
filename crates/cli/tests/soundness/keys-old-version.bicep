// claim: no-shared-keys
// unknown: Microsoft.CognitiveServices/accounts ai
resource ai 'Microsoft.CognitiveServices/accounts@2017-04-18' = {
  name: 'ai'
  location: 'westeurope'
  kind: 'AIServices'
  sku: { name: 'S0' }
  properties: {
    disableLocalAuth: true
  }
}
