// unknown: Microsoft.Storage/storageAccounts stx
resource kv 'Microsoft.CognitiveServices/accounts@2023-05-01' existing = { name: 'c' }
resource st 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: {
    publicNetworkAccess: kv.listKeys().x
  }
}
