// An index that other workloads behind the hub share with the chat, so that its records are in the hub's zone.

param location string
param baseName string
param endpointSubnetId string
param searchZoneId string

resource search 'Microsoft.Search/searchServices@2025-05-01' = {
  name: 'srch2-${baseName}'
  location: location
  sku: { name: 'standard' }
  properties: {
    publicNetworkAccess: 'Disabled'
    disableLocalAuth: true
    networkRuleSet: {
      bypass: 'None'
    }
  }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2025-07-01' = {
  name: 'pe-second-index'
  location: location
  properties: {
    subnet: { id: endpointSubnetId }
    privateLinkServiceConnections: [
      {
        name: 'search'
        properties: {
          privateLinkServiceId: search.id
          groupIds: ['searchService']
        }
      }
    ]
  }

  resource records 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: 'search'
          properties: { privateDnsZoneId: searchZoneId }
        }
      ]
    }
  }
}
