// The Foundry account and the model that the agents use. Agents run in this network, in a subnet that is theirs.

param location string
param tags object
param baseName string
param agentsSubnetId string
param endpointSubnetId string
param workspaceId string

@description('The identity that the web app calls the agents with.')
param webPrincipalId string

var accountName = 'aif-${baseName}'
var foundryUserRoleId = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '53ca6127-db72-4b80-b1b0-d745d6d5456d')

resource account 'Microsoft.CognitiveServices/accounts@2026-03-01' = {
  name: accountName
  location: location
  tags: tags
  kind: 'AIServices'
  sku: { name: 'S0' }
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    customSubDomainName: accountName
    allowProjectManagement: true
    disableLocalAuth: true
    publicNetworkAccess: 'Disabled'
    networkAcls: {
      defaultAction: 'Deny'
      bypass: 'None'
      ipRules: []
      virtualNetworkRules: []
    }
    networkInjections: [
      {
        scenario: 'agent'
        subnetArmId: agentsSubnetId
        useMicrosoftManagedNetwork: false
      }
    ]
  }

  resource model 'deployments' = {
    name: 'chat'
    sku: {
      name: 'Standard' // Prompts are processed in this region; the Global and DataZone kinds process them elsewhere.
      capacity: 50
    }
    properties: {
      model: {
        format: 'OpenAI'
        name: 'gpt-4.1'
        version: '2025-04-14'
      }
      versionUpgradeOption: 'NoAutoUpgrade' // A new version is a release: evaluate it, then change this line.
      raiPolicyName: 'Microsoft.DefaultV2'
    }
  }
}

module endpoint 'private-endpoint.bicep' = {
  name: 'foundry-endpoint'
  params: {
    name: 'pe-foundry'
    location: location
    tags: tags
    subnetId: endpointSubnetId
    serviceId: account.id
    subresource: 'account'
    zoneNames: [
      'privatelink.cognitiveservices.azure.com'
      'privatelink.openai.azure.com'
      'privatelink.services.ai.azure.com'
    ]
  }
}

resource webMayCallAgents 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, webPrincipalId, foundryUserRoleId)
  scope: account
  properties: {
    roleDefinitionId: foundryUserRoleId
    principalId: webPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: account
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}

output accountName string = account.name
