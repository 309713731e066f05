// One private endpoint: the connection to one sub-resource of a service, and its records in each zone that the
// service needs.

param name string
param location string
param tags object

@description('The subnet in which the endpoint gets its address.')
param subnetId string

@description('The service that it leads to.')
param serviceId string

@description('The sub-resource of the service, such as `blob`.')
param subresource string

@description('The zones that name-resolution.bicep creates for that sub-resource.')
param zoneNames array

resource endpoint 'Microsoft.Network/privateEndpoints@2025-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: {
      id: subnetId
    }
    customNetworkInterfaceName: 'nic-${name}'
    privateLinkServiceConnections: [
      {
        name: subresource
        properties: {
          privateLinkServiceId: serviceId
          groupIds: [
            subresource
          ]
        }
      }
    ]
  }

  resource records 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        for zoneName in zoneNames: {
          name: replace(zoneName, '.', '-')
          properties: {
            privateDnsZoneId: resourceId('Microsoft.Network/privateDnsZones', zoneName)
          }
        }
      ]
    }
  }
}
