// holds: Microsoft.Storage/storageAccounts stx
param b0 bool
param b1 bool
param b2 bool
param b3 bool
resource x 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: (b0 ? 1 : 0) + (b1 ? 1 : 0) + (b2 ? 1 : 0) + (b3 ? 1 : 0) + 0 > 4 ? 'Enabled' : 'Disabled' }
}
