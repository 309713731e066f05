// The agents' files: what users upload to a conversation.

param location string
param tags object
param baseName string
param endpointSubnetId string
param workspaceId string
param agentPrincipalId string

var contributorRoleId = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'ba92f5b4-2d11-453d-a403-e96b0029c9fe')
var ownerRoleId = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b')

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
      bypass: 'None'
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

module endpoint 'private-endpoint.bicep' = {
  name: 'storage-endpoint'
  params: {
    name: 'pe-storage-blob'
    location: location
    tags: tags
    subnetId: endpointSubnetId
    serviceId: storage.id
    subresource: 'blob'
    #disable-next-line no-hardcoded-env-urls
    zoneNames: ['privatelink.blob.core.windows.net']
  }
}

resource agentsMayUseFiles 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage.id, agentPrincipalId, contributorRoleId)
  scope: storage
  properties: {
    roleDefinitionId: contributorRoleId
    principalId: agentPrincipalId
    principalType: 'ServicePrincipal'
  }
}

@description('Foundry asks for ownership of the blobs. The condition keeps it to the containers that Foundry makes for agents.')
resource agentsOwnTheirContainers 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage.id, agentPrincipalId, ownerRoleId)
  scope: storage
  properties: {
    roleDefinitionId: ownerRoleId
    principalId: agentPrincipalId
    principalType: 'ServicePrincipal'
    conditionVersion: '2.0'
    condition: '@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringLikeIgnoreCase \'*-azureml-agent\''
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: storage::blobs
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}

output storageName string = storage.name
