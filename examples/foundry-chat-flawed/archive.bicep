// Conversations older than a year. The zone for blobs in the hub is the company's; the other one is Azure Monitor's.

param location string
param baseName string
param endpointSubnetId string
param blobZoneId string

resource archive 'Microsoft.Storage/storageAccounts@2026-04-01' = {
  name: 'star${baseName}'
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_GRS' }
  properties: {
    accessTier: 'Cold'
    publicNetworkAccess: 'Disabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: 'Deny'
    }
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    isLocalUserEnabled: false
    isSftpEnabled: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2025-07-01' = {
  name: 'pe-archive-blob'
  location: location
  properties: {
    subnet: { id: endpointSubnetId }
    privateLinkServiceConnections: [
      {
        name: 'blob'
        properties: {
          privateLinkServiceId: archive.id
          groupIds: ['blob']
        }
      }
    ]
  }

  resource records 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: 'blob'
          properties: { privateDnsZoneId: blobZoneId }
        }
      ]
    }
  }
}
