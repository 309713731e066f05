// unknown: Microsoft.Storage/storageAccounts stx
param a bool
param b bool
param c bool
resource st 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: {
    publicNetworkAccess: a ? 'Disabled' : (b ? 'Disabled' : (c ? 'Disabled' : 'Enabled'))
  }
}
