// unknown: Microsoft.Storage/storageAccounts stx
param v string
resource x 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { networkAcls: { defaultAction: 'Deny', virtualNetworkRules: [{ id: resourceId('Microsoft.Network/virtualNetworks/subnets', v, 's') }] } }
}
