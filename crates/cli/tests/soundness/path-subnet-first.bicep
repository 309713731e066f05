// claim: private-path
// holds: Microsoft.Storage/storageAccounts stchat (blob)

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

resource network 'Microsoft.Network/virtualNetworks@2024-07-01' = {
  name: 'vnet'
  location: 'westeurope'
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [{ name: 'snet', properties: { addressPrefix: '10.0.0.0/24' } }]
  }
}

resource pe 'Microsoft.Network/privateEndpoints@2024-07-01' = {
  name: 'pe-blob'
  location: 'westeurope'
  properties: {
    subnet: { id: network.properties.subnets[0].id }
    privateLinkServiceConnections: [
      {
        name: 'c'
        properties: {
          privateLinkServiceId: st.id
          groupIds: ['blob']
        }
      }
    ]
  }
}
