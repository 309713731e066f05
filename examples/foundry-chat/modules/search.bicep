// The agents' vectors.

param location string
param tags object
param baseName string
param endpointSubnetId string
param workspaceId string
param agentPrincipalId string

var agentRoleIds = [
  subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '8ebe5a00-799e-43f5-93ac-243d3dce84a7') // Search Index Data Contributor
  subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7ca78c08-252a-4471-8644-bb5ff32d4ba0') // Search Service Contributor
]

resource search 'Microsoft.Search/searchServices@2025-05-01' = {
  name: 'srch-${baseName}'
  location: location
  tags: tags
  identity: {
    type: 'SystemAssigned'
  }
  sku: { name: 'standard' }
  properties: {
    replicaCount: 3
    partitionCount: 1
    disableLocalAuth: true
    publicNetworkAccess: 'Disabled' // An empty list of addresses would not do: with access enabled it means everyone.
    networkRuleSet: {
      bypass: 'None'
      ipRules: []
    }
  }
}

module endpoint 'private-endpoint.bicep' = {
  name: 'search-endpoint'
  params: {
    name: 'pe-search'
    location: location
    tags: tags
    subnetId: endpointSubnetId
    serviceId: search.id
    subresource: 'searchService'
    zoneNames: ['privatelink.search.windows.net']
  }
}

resource agentRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for roleId in agentRoleIds: {
    name: guid(search.id, agentPrincipalId, roleId)
    scope: search
    properties: {
      roleDefinitionId: roleId
      principalId: agentPrincipalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: search
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}

output searchName string = search.name
