// Features that several models learn from: a data lake, and the datastore by which jobs open it.

param location string
param baseName string
param endpointSubnetId string
param workspaceName string

resource lake 'Microsoft.Storage/storageAccounts@2026-04-01' = {
  name: 'dlf${baseName}'
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    isHnsEnabled: true
    publicNetworkAccess: 'Disabled'
    networkAcls: {
      defaultAction: 'Deny'
      bypass: 'None'
    }
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    isLocalUserEnabled: false
    isSftpEnabled: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

module endpoint '../ml-training/modules/private-endpoint.bicep' = {
  name: 'features-endpoint'
  params: {
    name: 'pe-features'
    location: location
    tags: {}
    subnetId: endpointSubnetId
    serviceId: lake.id
    subresource: 'blob'
    #disable-next-line no-hardcoded-env-urls
    zoneNames: ['privatelink.blob.core.windows.net']
  }
}

resource workspace 'Microsoft.MachineLearningServices/workspaces@2026-05-01' existing = {
  name: workspaceName
}

resource datastore 'Microsoft.MachineLearningServices/workspaces/datastores@2026-05-01' = {
  parent: workspace
  name: 'features'
  properties: {
    datastoreType: 'AzureDataLakeGen2'
    accountName: lake.name
    filesystem: 'features'
    credentials: {
      credentialsType: 'None'
    }
    serviceDataAccessAuthIdentity: 'WorkspaceSystemAssignedIdentity'
  }
}
