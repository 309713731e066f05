// What people say the pictures show. The zone is linked to the network in which the jobs run and the endpoint is.

param location string
param baseName string
param endpointSubnetId string
param networkId string

resource cosmos 'Microsoft.DocumentDB/databaseAccounts@2026-03-15' = {
  name: 'cosmos-${baseName}'
  location: location
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    locations: [{ locationName: location, failoverPriority: 0 }]
    publicNetworkAccess: 'Disabled'
    networkAclBypass: 'None'
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
  }
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: 'privatelink.documents.azure.com'
  location: 'global'

  resource link 'virtualNetworkLinks' = {
    name: 'vnet-training'
    location: 'global'
    properties: {
      virtualNetwork: { id: networkId }
      registrationEnabled: false
    }
  }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2025-07-01' = {
  name: 'pe-labels'
  location: location
  properties: {
    subnet: { id: endpointSubnetId }
    privateLinkServiceConnections: [
      {
        name: 'cosmos'
        properties: {
          privateLinkServiceId: cosmos.id
          groupIds: ['Sql']
        }
      }
    ]
  }

  resource records 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: 'documents'
          properties: { privateDnsZoneId: zone.id }
        }
      ]
    }
  }
}
