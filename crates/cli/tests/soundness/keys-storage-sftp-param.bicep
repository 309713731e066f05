// claim: no-shared-keys
// unknown: Microsoft.Storage/storageAccounts st
param sftp bool

resource st 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'st'
  location: 'westeurope'
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    allowSharedKeyAccess: false
    isSftpEnabled: sftp
  }
}
