// claim: no-public-blobs
// unknown: Microsoft.Storage/storageAccounts stone
// fails: Microsoft.Storage/storageAccounts st{p}
param p string

resource one 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'stone'
  location: 'westeurope'
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    allowBlobPublicAccess: false
  }
}
resource two 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'st${p}'
  location: 'westeurope'
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    allowBlobPublicAccess: true
  }
}
