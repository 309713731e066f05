// The agents' threads: every conversation that users have.

param location string
param tags object
param baseName string
param endpointSubnetId string
param workspaceId string
param agentPrincipalId string

var operatorRoleId = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '230815da-be43-4aae-9cb4-875f7bd000aa')

resource cosmos 'Microsoft.DocumentDB/databaseAccounts@2026-03-15' = {
  name: 'cosmos-${baseName}'
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    consistencyPolicy: { defaultConsistencyLevel: 'Session' }
    locations: [{ locationName: location, failoverPriority: 0 }]
    publicNetworkAccess: 'Disabled'
    networkAclBypass: 'None'
    ipRules: []
    virtualNetworkRules: []
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    backupPolicy: {
      type: 'Continuous'
      continuousModeProperties: { tier: 'Continuous30Days' }
    }
  }
}

module endpoint 'private-endpoint.bicep' = {
  name: 'cosmos-endpoint'
  params: {
    name: 'pe-cosmos'
    location: location
    tags: tags
    subnetId: endpointSubnetId
    serviceId: cosmos.id
    subresource: 'Sql'
    zoneNames: ['privatelink.documents.azure.com']
  }
}

@description('Foundry creates its database and containers with this right. The right to their contents is in foundry-project.bicep.')
resource agentsMayCreateDatabase 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(cosmos.id, agentPrincipalId, operatorRoleId)
  scope: cosmos
  properties: {
    roleDefinitionId: operatorRoleId
    principalId: agentPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: cosmos
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}

output cosmosName string = cosmos.name
