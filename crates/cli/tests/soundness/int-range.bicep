// holds: Microsoft.Storage/storageAccounts stx
@minValue(4)
param n int
resource st 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: {
    publicNetworkAccess: n > 3 ? 'Disabled' : 'Enabled'
  }
}
