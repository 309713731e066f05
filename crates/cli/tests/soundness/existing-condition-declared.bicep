// unknown: Microsoft.Storage/storageAccounts sty
param c bool
resource k 'Microsoft.KeyVault/vaults@2023-07-01' = if (c) {
  name: 'kvy'
  location: 'westeurope'
  properties: { tenantId: tenant().tenantId, sku: { family: 'A', name: 'standard' }, publicNetworkAccess: 'Disabled' }
}
resource y 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'sty'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: k.properties.publicNetworkAccess }
}
