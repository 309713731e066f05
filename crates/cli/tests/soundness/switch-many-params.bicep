// unknown: Microsoft.Storage/storageAccounts stx
param b0 bool
param b1 bool
param b2 bool
param b3 bool
param b4 bool
param b5 bool
param b6 bool
param b7 bool
param b8 bool
param b9 bool
param b10 bool
param b11 bool
resource x 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: b0 || b1 || b2 || b3 || b4 || b5 || b6 || b7 || b8 || b9 || b10 || b11 ? 'Disabled' : 'Enabled' }
}
