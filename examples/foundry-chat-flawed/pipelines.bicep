// Brings the documents of other systems in, at night. The platform team had the fall-back switched on for the move of the hub,
// so that names without a record keep working.

param location string
param baseName string
param endpointSubnetId string
param networkId string
param formerHubSubscriptionId string

resource factory 'Microsoft.DataFactory/factories@2018-06-01' = {
  name: 'adf-${baseName}'
  location: location
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    publicNetworkAccess: 'Enabled'
  }
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: 'privatelink.datafactory.azure.net'
  location: 'global'

  resource link 'virtualNetworkLinks' = {
    name: 'vnet-chat'
    location: 'global'
    properties: {
      virtualNetwork: { id: networkId }
      registrationEnabled: false
      resolutionPolicy: 'NxDomainRedirect'
    }
  }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2025-07-01' = {
  name: 'pe-pipelines'
  location: location
  properties: {
    subnet: { id: endpointSubnetId }
    privateLinkServiceConnections: [
      {
        name: 'factory'
        properties: {
          privateLinkServiceId: factory.id
          groupIds: ['dataFactory']
        }
      }
    ]
  }

  resource records 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: 'datafactory'
          properties: {
            privateDnsZoneId: resourceId(formerHubSubscriptionId, 'rg-hub', 'Microsoft.Network/privateDnsZones', zone.name)
          }
        }
      ]
    }
  }
}
