// The chat's pages and API. It comes in by its private endpoint only, and goes out by the network only.

param location string
param tags object
param baseName string
param webSubnetId string
param endpointSubnetId string
param workspaceId string
param identityName string
param registryLoginServer string
param imageDigest string
param componentName string
param foundryAccountName string
param foundryProjectName string

var publisherRoleId = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '3913510d-42f4-4e42-8a64-420c390055eb')

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: componentName
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: 'asp-${baseName}'
  location: location
  tags: tags
  kind: 'linux'
  sku: {
    name: 'P1V3'
    capacity: 3
  }
  properties: {
    reserved: true
    zoneRedundant: true
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: 'app-${baseName}'
  location: location
  tags: tags
  kind: 'app,linux,container'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    publicNetworkAccess: 'Disabled' // Closes the site and its deployment endpoint.
    httpsOnly: true
    endToEndEncryptionEnabled: true
    virtualNetworkSubnetId: webSubnetId
    outboundVnetRouting: {
      allTraffic: true // Without it, what is not for a private address leaves from Azure's shared addresses.
    }
    keyVaultReferenceIdentity: identity.id
    clientAffinityEnabled: false
    siteConfig: {
      linuxFxVersion: 'DOCKER|${registryLoginServer}/chat@${imageDigest}' // By digest: a tag can be moved.
      acrUseManagedIdentityCreds: true
      acrUserManagedIdentityID: identity.properties.clientId
      alwaysOn: true
      http20Enabled: true
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      remoteDebuggingEnabled: false
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: {
      AZURE_CLIENT_ID: identity.properties.clientId
      FOUNDRY_PROJECT_ENDPOINT: 'https://${foundryAccountName}.services.ai.azure.com/api/projects/${foundryProjectName}'
      // An address, not a secret: the component takes nothing without an Entra token.
      APPLICATIONINSIGHTS_CONNECTION_STRING: component.properties.ConnectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD;ClientId=${identity.properties.clientId}'
    }
  }

  resource noDeploymentPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }

  resource noFtpPassword 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }
}

module endpoint 'private-endpoint.bicep' = {
  name: 'web-endpoint'
  params: {
    name: 'pe-web'
    location: location
    tags: tags
    subnetId: endpointSubnetId
    serviceId: app.id
    subresource: 'sites'
    zoneNames: ['privatelink.azurewebsites.net']
  }
}

resource webMayPublishTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(component.id, identity.id, publisherRoleId)
  scope: component
  properties: {
    roleDefinitionId: publisherRoleId
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: app
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}

output hostName string = app.properties.defaultHostName
