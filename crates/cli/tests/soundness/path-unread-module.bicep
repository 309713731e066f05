// claim: private-path
// unknown: Microsoft.Storage/storageAccounts stchat (blob)

resource st 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'stchat'
  location: 'westeurope'
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: { publicNetworkAccess: 'Disabled' }

  resource blobs 'blobServices' = {
    name: 'default'

    resource docs 'containers' = { name: 'docs' }
  }
}

module pe 'br/public:avm/res/network/private-endpoint:0.9.0' = {
  name: 'pe'
}
