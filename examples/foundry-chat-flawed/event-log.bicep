// What the agents do, event by event, for the teams that audit them.

param location string
param baseName string
param endpointSubnetId string

resource events 'Microsoft.EventHub/namespaces@2024-01-01' = {
  name: 'evhns-${baseName}'
  location: location
  sku: { name: 'Standard', tier: 'Standard' }
  properties: {
    publicNetworkAccess: 'Disabled'
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
  }
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: 'privatelink.servicebus.windows.net'
  location: 'global'
}

module endpoint '../foundry-chat/modules/private-endpoint.bicep' = {
  name: 'event-log-endpoint'
  params: {
    name: 'pe-event-log'
    location: location
    tags: {}
    subnetId: endpointSubnetId
    serviceId: events.id
    subresource: 'namespace'
    zoneNames: [zone.name]
  }
}
