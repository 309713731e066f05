// claim: no-shared-keys
// fails: Microsoft.Storage/storageAccounts st
resource st 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'st'
  location: 'westeurope'
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    sasPolicy: { expirationAction: 'Block', sasExpirationPeriod: '0.01:00:00' }
    defaultToOAuthAuthentication: true
  }
}
