// claim: private-path
// none: Microsoft.Storage/storageAccounts *

resource st 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: 'stchat'
}

resource docs 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = {
  name: 'stchat/default/docs'
}
