// claim: tls-enforced
// unknown: Microsoft.Storage/storageAccounts st
@allowed(['TLS1_2', 'TLS1_0'])
param v string

resource st 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'st'
  location: 'westeurope'
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    minimumTlsVersion: v
  }
}
