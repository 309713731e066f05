// unknown: Microsoft.Storage/storageAccounts stx
@minValue(0)
@maxValue(10)
param n int
resource x 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: ['Disabled', 'Disabled', 'Disabled', 'Disabled', 'Disabled', 'Disabled', 'Disabled', 'Disabled', 'Disabled', 'Disabled', 'Enabled'][n] }
}
