// holds: Microsoft.Storage/storageAccounts stx
param a bool
param b bool
resource st 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: {
    publicNetworkAccess: a ? 'Disabled' : (b ? 'Disabled' : 'disabled')
  }
}
