// The workspace's own store: snapshots of code, logs and outputs of jobs. Azure Machine Learning uses all four services
// of it, and each service has an endpoint and a zone of its own.

param location string
param tags object
param baseName string
param endpointSubnetId string
param logsId string
param trainingPrincipalId string

var subresources = [
  'blob' // Outputs and logs.
  'file' // Notebooks and code.
  'queue' // Batch endpoints and parallel jobs.
  'table'
]

var trainingRoleIds = [
  subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'ba92f5b4-2d11-453d-a403-e96b0029c9fe') // Storage Blob Data Contributor
  subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '69566ab7-960f-475b-8e7c-b3118f30c6bd') // Storage File Data Privileged Contributor
]

resource storage 'Microsoft.Storage/storageAccounts@2026-04-01' = {
  name: 'st${baseName}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    publicNetworkAccess: 'Disabled'
    networkAcls: {
      defaultAction: 'Deny'
      bypass: 'AzureServices' // The workspace reads and writes as a trusted service, with its identity and a role.
      ipRules: []
      virtualNetworkRules: []
      resourceAccessRules: []
    }
    allowSharedKeyAccess: false // Ends account keys and every SAS signed with one.
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
      isVersioningEnabled: true
      deleteRetentionPolicy: { enabled: true, days: 30 }
      containerDeleteRetentionPolicy: { enabled: true, days: 30 }
    }
  }
}

module endpoints 'private-endpoint.bicep' = [
  for subresource in subresources: {
    name: 'storage-${subresource}-endpoint'
    params: {
      name: 'pe-storage-${subresource}'
      location: location
      tags: tags
      subnetId: endpointSubnetId
      serviceId: storage.id
      subresource: subresource
      #disable-next-line no-hardcoded-env-urls
      zoneNames: ['privatelink.${subresource}.core.windows.net']
    }
  }
]

resource trainingMayWrite 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for roleId in trainingRoleIds: {
    name: guid(storage.id, trainingPrincipalId, roleId)
    scope: storage
    properties: {
      roleDefinitionId: roleId
      principalId: trainingPrincipalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: storage::blobs
  properties: {
    workspaceId: logsId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}

output storageId string = storage.id
