// holds: Microsoft.CognitiveServices/accounts cgx
resource k 'Microsoft.CognitiveServices/accounts@2024-10-01' = {
  name: 'cgx'
  location: 'x'
  kind: 'AIServices'
  sku: { name: 'S0' }
  properties: { networkAcls: { defaultAction: 'Deny' } }
}
