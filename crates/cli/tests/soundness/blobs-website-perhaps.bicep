// claim: no-public-blobs
// unknown: Microsoft.Storage/storageAccounts st
param p bool

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
    properties: { staticWebsite: { enabled: p } }
  }
}
