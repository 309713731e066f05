// unknown: Microsoft.Storage/storageAccounts *
param accounts array
resource x 'Microsoft.Storage/storageAccounts@2023-05-01' = [for a in accounts: {
  name: a.name
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: a.pna }
}]
