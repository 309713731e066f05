// claim: private-path
// holds: Microsoft.Storage/storageAccounts stchat (blob)

param groups array = ['blob', 'table']

resource st 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'stchat'
  location: 'westeurope'
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: { publicNetworkAccess: 'Disabled' }

  resource blobs 'blobServices' = {
    name: 'default'

    resource docs 'containers' = { name: 'docs' }
  }
}

resource subnet 'Microsoft.Network/virtualNetworks/subnets@2024-07-01' existing = {
  name: 'vnet/snet'
}

resource pe 'Microsoft.Network/privateEndpoints@2024-07-01' = [for group in groups: {
  name: 'pe-${group}'
  location: 'westeurope'
  properties: {
    subnet: { id: subnet.id }
    privateLinkServiceConnections: [
      {
        name: 'c'
        properties: {
          privateLinkServiceId: st.id
          groupIds: [group]
        }
      }
    ]
  }
}]
