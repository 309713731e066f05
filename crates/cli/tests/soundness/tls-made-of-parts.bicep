// claim: tls-enforced
// holds: Microsoft.Storage/storageAccounts st
var minor = 2

resource st 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'st'
  location: 'westeurope'
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    minimumTlsVersion: 'TLS1_${minor}'
  }
}
