// A chat application on Microsoft Foundry whose every service is closed to the internet. Users come in through a web
// application firewall, administrators through Bastion; what leaves is named, host by host, in a firewall.
//
//   users ──▶ Application Gateway + WAF ──▶ web app ──▶ Foundry agents ──▶ Search, Cosmos DB, Storage
//   administrators ──▶ Bastion ──▶ jump box ──▶ every private endpoint
//   agents, jump box ──▶ Azure Firewall ──▶ a few named hosts

targetScope = 'resourceGroup'

@description('Part of every name that must be unique in Azure: lower-case letters and digits.')
@minLength(3)
@maxLength(12)
param baseName string

@description('The region. Agents, their network and their stores must share it.')
param location string = resourceGroup().location

@description('The name that users type. Its certificate is in the vault, under the name `gateway`.')
param hostName string = 'chat.contoso.com'

@description('The image of the web app, in the repository `chat` of the registry.')
@minLength(71)
@maxLength(71)
param imageDigest string

@description('The public half of the key that the jump box is created with.')
param jumpBoxSshPublicKey string

param tags object = {
  workload: 'chat'
  environment: 'production'
  'data-class': 'confidential'
  owner: 'ai-platform@contoso.com'
}

// ---- Identities: one for each program, none with a password ----

resource agentIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-agents'
  location: location
  tags: tags
}

resource webIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-web'
  location: location
  tags: tags
}

resource gatewayIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-app-gateway'
  location: location
  tags: tags
}

// ---- The boundary ----

module network 'modules/network.bicep' = {
  name: 'network'
  params: {
    location: location
    tags: tags
  }
}

module privateDns 'modules/private-dns.bicep' = {
  name: 'private-dns'
  params: {
    networkId: network.outputs.networkId
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    location: location
    tags: tags
    baseName: baseName
    endpointSubnetId: network.outputs.endpointsSubnetId
  }
  dependsOn: [
    privateDns // An endpoint writes its records into zones that must be there before.
  ]
}

module firewall 'modules/firewall.bicep' = {
  name: 'firewall'
  params: {
    location: location
    tags: tags
    firewallSubnetId: network.outputs.firewallSubnetId
    routeTableName: network.outputs.routeTableName
    agentsPrefix: network.outputs.agentsPrefix
    jumpBoxPrefix: network.outputs.jumpBoxPrefix
    workspaceId: monitoring.outputs.workspaceId
  }
}

module jumpBox 'modules/jump-box.bicep' = {
  name: 'jump-box'
  params: {
    location: location
    tags: tags
    bastionSubnetId: network.outputs.bastionSubnetId
    jumpBoxSubnetId: network.outputs.jumpBoxSubnetId
    workspaceId: monitoring.outputs.workspaceId
    sshPublicKey: jumpBoxSshPublicKey
  }
  dependsOn: [
    firewall // The way out is controlled before anything can use it.
  ]
}

// ---- Foundry, and the stores that its agents use ----

module search 'modules/search.bicep' = {
  name: 'search'
  params: {
    location: location
    tags: tags
    baseName: baseName
    endpointSubnetId: network.outputs.endpointsSubnetId
    workspaceId: monitoring.outputs.workspaceId
    agentPrincipalId: agentIdentity.properties.principalId
  }
}

module cosmos 'modules/cosmos.bicep' = {
  name: 'cosmos'
  params: {
    location: location
    tags: tags
    baseName: baseName
    endpointSubnetId: network.outputs.endpointsSubnetId
    workspaceId: monitoring.outputs.workspaceId
    agentPrincipalId: agentIdentity.properties.principalId
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    location: location
    tags: tags
    baseName: baseName
    endpointSubnetId: network.outputs.endpointsSubnetId
    workspaceId: monitoring.outputs.workspaceId
    agentPrincipalId: agentIdentity.properties.principalId
  }
}

module foundry 'modules/foundry.bicep' = {
  name: 'foundry'
  params: {
    location: location
    tags: tags
    baseName: baseName
    agentsSubnetId: network.outputs.agentsSubnetId
    endpointSubnetId: network.outputs.endpointsSubnetId
    workspaceId: monitoring.outputs.workspaceId
    webPrincipalId: webIdentity.properties.principalId
  }
  dependsOn: [
    firewall
  ]
}

module foundryProject 'modules/foundry-project.bicep' = {
  name: 'foundry-project'
  params: {
    location: location
    tags: tags
    accountName: foundry.outputs.accountName
    agentIdentityId: agentIdentity.id
    agentPrincipalId: agentIdentity.properties.principalId
    cosmosName: cosmos.outputs.cosmosName
    storageName: storage.outputs.storageName
    searchName: search.outputs.searchName
  }
}

// ---- The web app and the way in for users ----

module registry 'modules/registry.bicep' = {
  name: 'registry'
  params: {
    location: location
    tags: tags
    baseName: baseName
    endpointSubnetId: network.outputs.endpointsSubnetId
    workspaceId: monitoring.outputs.workspaceId
    webPrincipalId: webIdentity.properties.principalId
  }
}

module webApp 'modules/web-app.bicep' = {
  name: 'web-app'
  params: {
    location: location
    tags: tags
    baseName: baseName
    webSubnetId: network.outputs.webSubnetId
    endpointSubnetId: network.outputs.webEndpointSubnetId
    workspaceId: monitoring.outputs.workspaceId
    identityName: webIdentity.name
    registryLoginServer: registry.outputs.loginServer
    imageDigest: imageDigest
    componentName: monitoring.outputs.componentName
    foundryAccountName: foundry.outputs.accountName
    foundryProjectName: foundryProject.outputs.projectName
  }
}

module keyVault 'modules/key-vault.bicep' = {
  name: 'key-vault'
  params: {
    location: location
    tags: tags
    baseName: baseName
    endpointSubnetId: network.outputs.endpointsSubnetId
    workspaceId: monitoring.outputs.workspaceId
    gatewayPrincipalId: gatewayIdentity.properties.principalId
  }
}

module applicationGateway 'modules/application-gateway.bicep' = {
  name: 'application-gateway'
  params: {
    location: location
    tags: tags
    subnetId: network.outputs.gatewaySubnetId
    workspaceId: monitoring.outputs.workspaceId
    identityId: gatewayIdentity.id
    vaultName: keyVault.outputs.vaultName
    hostName: hostName
    backendHostName: webApp.outputs.hostName
  }
}

output networkId string = network.outputs.networkId
output endpointsSubnetId string = network.outputs.endpointsSubnetId
output workspaceId string = monitoring.outputs.workspaceId
