// holds: Microsoft.Storage/storageAccounts stx
@minValue(0)
param n int
resource x 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: n < 0 ? 'Enabled' : 'Disabled' }
}
