// unknown: Microsoft.CognitiveServices/accounts cgx
resource k 'Microsoft.CognitiveServices/accounts@2016-02-01-preview' = {
  name: 'cgx'
  location: 'x'
  kind: 'AIServices'
  sku: { name: 'S0' }
  properties: { publicNetworkAccess: 'Disabled' }
}
