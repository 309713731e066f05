// unknown: Microsoft.Storage/storageAccounts stx
@minLength(2)
param x string
resource st 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: {
    publicNetworkAccess: length(x) > 2 ? 'Disabled' : 'Enabled'
  }
}
