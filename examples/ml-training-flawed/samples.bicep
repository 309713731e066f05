// Sample data without anything personal in it, which notebooks may show to everyone in the network without asking who they are.

param location string
param baseName string
param endpointSubnetId string

resource samples 'Microsoft.Storage/storageAccounts@2026-04-01' = {
  name: 'stsa${baseName}'
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    publicNetworkAccess: 'Disabled'
    networkAcls: {
      defaultAction: 'Deny'
      bypass: 'None'
    }
    allowSharedKeyAccess: false
    allowBlobPublicAccess: true
    isLocalUserEnabled: false
    isSftpEnabled: false
    supportsHttpsTrafficOnly: true
  }
}

module endpoint '../ml-training/modules/private-endpoint.bicep' = {
  name: 'samples-endpoint'
  params: {
    name: 'pe-samples'
    location: location
    tags: {}
    subnetId: endpointSubnetId
    serviceId: samples.id
    subresource: 'blob'
    #disable-next-line no-hardcoded-env-urls
    zoneNames: ['privatelink.blob.core.windows.net']
  }
}
