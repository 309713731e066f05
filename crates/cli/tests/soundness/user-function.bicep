// unknown: Microsoft.Storage/storageAccounts stx
param x string
func pick(s string) string => s == 'a' ? 'Enabled' : 'Disabled'
resource st 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: {
    publicNetworkAccess: pick(x)
  }
}
