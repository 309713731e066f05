// unknown: Microsoft.Storage/storageAccounts stx
@allowed(['enabled', 'Disabled'])
param x string
resource y 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: x }
}
