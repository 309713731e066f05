// The prompts that people keep. Its records are in the zone of the former hub, like those of other teams.

param location string
param baseName string
param endpointSubnetId string
param formerHubSubscriptionId string

resource cosmos 'Microsoft.DocumentDB/databaseAccounts@2026-03-15' = {
  name: 'cosmosp-${baseName}'
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

resource endpoint 'Microsoft.Network/privateEndpoints@2025-07-01' = {
  name: 'pe-prompts'
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
          properties: {
            privateDnsZoneId: resourceId(
              formerHubSubscriptionId,
              'rg-hub',
              'Microsoft.Network/privateDnsZones',
              'privatelink.documents.azure.com'
            )
          }
        }
      ]
    }
  }
}
