// Answers that were given before. The zone and the record are written by hand: the cache has one name and one address.

param location string
param baseName string
param endpointSubnetId string
param networkId string

resource cluster 'Microsoft.Cache/redisEnterprise@2025-07-01' = {
  name: 'redis-${baseName}'
  location: location
  sku: { name: 'Balanced_B5' }
  properties: {
    publicNetworkAccess: 'Disabled'
    minimumTlsVersion: '1.2'
  }

  resource answers 'databases' = {
    name: 'default'
    properties: {
      accessKeysAuthentication: 'Disabled'
      clientProtocol: 'Encrypted'
    }
  }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2025-07-01' = {
  name: 'pe-cache'
  location: location
  properties: {
    subnet: { id: endpointSubnetId }
    privateLinkServiceConnections: [
      {
        name: 'cluster'
        properties: {
          privateLinkServiceId: cluster.id
          groupIds: ['redisEnterprise']
        }
      }
    ]
    ipConfigurations: [
      {
        name: 'cluster'
        properties: {
          groupId: 'redisEnterprise'
          memberName: 'redisEnterprise'
          privateIPAddress: '192.168.1.180'
        }
      }
    ]
  }
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: 'privatelink.redis.azure.net'
  location: 'global'

  resource link 'virtualNetworkLinks' = {
    name: 'vnet-chat'
    location: 'global'
    properties: {
      virtualNetwork: { id: networkId }
      registrationEnabled: false
    }
  }

  resource record 'A' = {
    name: '${cluster.name}.${location}'
    properties: {
      ttl: 3600
      aRecords: [{ ipv4Address: '192.168.1.181' }]
    }
  }
}
