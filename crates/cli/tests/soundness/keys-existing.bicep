// claim: no-shared-keys
// none: Microsoft.CognitiveServices/accounts ai
resource ai 'Microsoft.CognitiveServices/accounts@2025-06-01' existing = {
  name: 'ai'
}

output id string = ai.id
