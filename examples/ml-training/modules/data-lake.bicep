// The training data. Clients of a data lake speak to `dfs`, and some of them to `blob` as well: both lead here privately.

param location string
param tags object
param baseName string
param endpointSubnetId string
param logsId string
param trainingPrincipalId string

// Storage Blob Data Reader.
var readerRoleId = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1')

resource lake 'Microsoft.Storage/storageAccounts@2026-04-01' = {
  name: 'dl${baseName}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    isHnsEnabled: true
    publicNetworkAccess: 'Disabled'
    networkAcls: {
      defaultAction: 'Deny'
      bypass: 'None'
      ipRules: []
      virtualNetworkRules: []
      resourceAccessRules: []
    }
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowedCopyScope: 'AAD'
    defaultToOAuthAuthentication: true
    isLocalUserEnabled: false
    isSftpEnabled: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    encryption: {
      keySource: 'Microsoft.Storage'
      requireInfrastructureEncryption: true
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: 30 }
      containerDeleteRetentionPolicy: { enabled: true, days: 30 }
    }

    resource datasets 'containers' = {
      name: 'datasets'
      properties: {
        publicAccess: 'None'
      }
    }
  }
}

module dfsEndpoint 'private-endpoint.bicep' = {
  name: 'lake-dfs-endpoint'
  params: {
    name: 'pe-lake-dfs'
    location: location
    tags: tags
    subnetId: endpointSubnetId
    serviceId: lake.id
    subresource: 'dfs'
    #disable-next-line no-hardcoded-env-urls
    zoneNames: ['privatelink.dfs.core.windows.net']
  }
}

module blobEndpoint 'private-endpoint.bicep' = {
  name: 'lake-blob-endpoint'
  params: {
    name: 'pe-lake-blob'
    location: location
    tags: tags
    subnetId: endpointSubnetId
    serviceId: lake.id
    subresource: 'blob'
    #disable-next-line no-hardcoded-env-urls
    zoneNames: ['privatelink.blob.core.windows.net']
  }
}

@description('To read: nothing that a job does can change what the next one learns from.')
resource trainingMayRead 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(lake.id, trainingPrincipalId, readerRoleId)
  scope: lake
  properties: {
    roleDefinitionId: readerRoleId
    principalId: trainingPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: lake::blobs
  properties: {
    workspaceId: logsId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}

output lakeName string = lake.name
