// holds: Microsoft.Storage/storageAccounts stx
resource n 'Microsoft.Network/virtualNetworks@2023-11-01' = {
  name: 'v'
  location: 'x'
  properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] }, subnets: [{ name: 's', properties: { addressPrefix: '10.0.0.0/24' } }] }
}
resource x 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { networkAcls: { defaultAction: 'Deny', virtualNetworkRules: [{ id: resourceId('Microsoft.Network/virtualNetworks/subnets', 'v', 's') }] } }
}
