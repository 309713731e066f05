// Feature flags and settings of the web app.

param location string
param baseName string
param endpointSubnetId string

resource store 'Microsoft.AppConfiguration/configurationStores@2024-06-01' = {
  name: 'appcs-${baseName}'
  location: location
  sku: { name: 'standard' }
  properties: {
    publicNetworkAccess: 'Disabled'
    disableLocalAuth: true
    enablePurgeProtection: true
  }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2025-07-01' = {
  name: 'pe-settings'
  location: location
  properties: {
    subnet: { id: endpointSubnetId }
    privateLinkServiceConnections: [
      {
        name: 'store'
        properties: {
          privateLinkServiceId: store.id
          groupIds: ['configurationStores']
        }
      }
    ]
  }
}
