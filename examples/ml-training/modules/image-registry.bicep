// The images that jobs run in. Only Premium registries have private endpoints.

param location string
param tags object
param baseName string
param endpointSubnetId string
param logsId string
param trainingPrincipalId string

var pullRoleId = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')

resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' = {
  name: 'cr${baseName}'
  location: location
  tags: tags
  sku: { name: 'Premium' }
  properties: {
    publicNetworkAccess: 'Disabled'
    networkRuleBypassOptions: 'None'
    adminUserEnabled: false
    anonymousPullEnabled: false
    dataEndpointEnabled: true
    policies: {
      exportPolicy: { status: 'disabled' } // Nobody imports our images into a registry elsewhere.
    }
  }
}

module endpoint 'private-endpoint.bicep' = {
  name: 'image-registry-endpoint'
  params: {
    name: 'pe-image-registry'
    location: location
    tags: tags
    subnetId: endpointSubnetId
    serviceId: registry.id
    subresource: 'registry'
    zoneNames: ['privatelink.azurecr.io']
  }
}

resource trainingMayPull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, trainingPrincipalId, pullRoleId)
  scope: registry
  properties: {
    roleDefinitionId: pullRoleId
    principalId: trainingPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: registry
  properties: {
    workspaceId: logsId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}

output registryId string = registry.id
