// claim: no-public-blobs
// fails: Microsoft.Storage/storageAccounts st
resource st 'Microsoft.Storage/storageAccounts@2025-08-01' = {
  name: 'st'
  location: 'westeurope'
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    allowBlobPublicAccess: false
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: { staticWebsite: { enabled: true } }
  }
}
