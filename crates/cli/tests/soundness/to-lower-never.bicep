// unknown: Microsoft.Storage/storageAccounts stx
param s string
resource x 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: toLower(s) == 'Open' ? 'Enabled' : 'Disabled' }
}
