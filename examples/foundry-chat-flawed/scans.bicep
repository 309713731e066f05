// Where the partner's scanners leave what they read. Nothing outside the network reaches it, so that what the scanners ask for
// does no harm: names and keys of their own for SFTP, an old TLS, and pictures that the start page shows without signing in.

param location string
param baseName string
param endpointSubnetId string

resource scans 'Microsoft.Storage/storageAccounts@2026-04-01' = {
  name: 'stsc${baseName}'
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    isHnsEnabled: true
    publicNetworkAccess: 'Disabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: 'Deny'
    }
    allowSharedKeyAccess: false
    allowBlobPublicAccess: true
    isSftpEnabled: true
    isLocalUserEnabled: true
    minimumTlsVersion: 'TLS1_1'
    supportsHttpsTrafficOnly: true
  }
}

module endpoint '../foundry-chat/modules/private-endpoint.bicep' = {
  name: 'scans-endpoint'
  params: {
    name: 'pe-scans-blob'
    location: location
    tags: {}
    subnetId: endpointSubnetId
    serviceId: scans.id
    subresource: 'blob'
    #disable-next-line no-hardcoded-env-urls
    zoneNames: ['privatelink.blob.core.windows.net']
  }
}
