// What each conversation cost, and whom.

param location string
param baseName string
param endpointSubnetId string
param networkId string

@description('The Entra group that administers the server. There is no other way in.')
param administratorsGroupId string

resource server 'Microsoft.Sql/servers@2023-08-01' = {
  name: 'sql-${baseName}'
  location: location
  properties: {
    publicNetworkAccess: 'Disabled'
    minimalTlsVersion: '1.2'
    administrators: {
      administratorType: 'ActiveDirectory'
      azureADOnlyAuthentication: true
      login: 'ledger-administrators'
      principalType: 'Group'
      sid: administratorsGroupId
      tenantId: subscription().tenantId
    }
  }
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  #disable-next-line no-hardcoded-env-urls
  name: 'privatelink.database.windows.net'
  location: 'global'

  resource link 'virtualNetworkLinks' = {
    name: 'vnet-chat'
    location: 'global'
    properties: {
      virtualNetwork: { id: networkId }
      registrationEnabled: true // So that the server's name is registered.
    }
  }
}

module endpoint '../foundry-chat/modules/private-endpoint.bicep' = {
  name: 'ledger-endpoint'
  params: {
    name: 'pe-ledger'
    location: location
    tags: {}
    subnetId: endpointSubnetId
    serviceId: server.id
    subresource: 'sqlServer'
    zoneNames: [zone.name]
  }
}
