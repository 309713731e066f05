// unknown: Microsoft.Storage/storageAccounts stx
param x string
resource st 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: {
    publicNetworkAccess: split(x, ',')[0]
  }
}
