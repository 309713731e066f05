// holds: Microsoft.Storage/storageAccounts stx
@minLength(1)
param s string
resource x 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: s == '' ? 'Enabled' : 'Disabled' }
}
