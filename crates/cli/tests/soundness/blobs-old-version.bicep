// claim: no-public-blobs
// unknown: Microsoft.Storage/storageAccounts st
resource st 'Microsoft.Storage/storageAccounts@2018-11-01' = {
  name: 'st'
  location: 'westeurope'
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    allowBlobPublicAccess: false
  }
}
