// The sealed chat of ../foundry-chat, and what a year of small requests has added to it. Every addition has its private
// endpoint, no shared keys and a current TLS; that is what its author was asked for.

targetScope = 'resourceGroup'

@minLength(3)
@maxLength(12)
param baseName string

param location string = resourceGroup().location

@minLength(71)
@maxLength(71)
param imageDigest string

param jumpBoxSshPublicKey string

@description('The public addresses of the partner\'s offices.')
param partnerAddresses array

@description('The resource group of the hub, where the platform team keeps its zones.')
param hubResourceGroup string = 'rg-hub'

@description('The subscription whose zones the platform team wrote into before the hub was moved.')
param formerHubSubscriptionId string

module chat '../foundry-chat/main.bicep' = {
  name: 'chat'
  params: {
    baseName: baseName
    location: location
    imageDigest: imageDigest
    jumpBoxSshPublicKey: jumpBoxSshPublicKey
  }
}

// ---- Requests of the partner ----

@description('A store where the partner\'s offices leave documents for the agents to read.')
module partnerUploads 'partner-uploads.bicep' = {
  name: 'partner-uploads'
  params: {
    location: location
    baseName: baseName
    partnerAddresses: partnerAddresses
    endpointSubnetId: chat.outputs.endpointsSubnetId
    workspaceId: chat.outputs.workspaceId
  }
}

@description('A store for what the partner\'s scanners send, which speak old protocols.')
module scans 'scans.bicep' = {
  name: 'scans'
  params: {
    location: location
    baseName: baseName
    endpointSubnetId: chat.outputs.endpointsSubnetId
  }
}

@description('The partner\'s certificates and secrets, apart from ours.')
module partnerSecrets 'partner-secrets.bicep' = {
  name: 'partner-secrets'
  params: {
    location: location
    baseName: baseName
    endpointSubnetId: chat.outputs.endpointsSubnetId
    networkId: chat.outputs.networkId
  }
}

// ---- More models ----

module evaluation 'evaluation.bicep' = {
  name: 'evaluation'
  params: {
    location: location
    baseName: baseName
    endpointSubnetId: chat.outputs.endpointsSubnetId
  }
}

module embeddings 'embeddings.bicep' = {
  name: 'embeddings'
  params: {
    location: location
    baseName: baseName
    endpointSubnetId: chat.outputs.endpointsSubnetId
    networkId: chat.outputs.networkId
  }
}

module translation 'translation.bicep' = {
  name: 'translation'
  params: {
    location: location
    baseName: baseName
    endpointSubnetId: chat.outputs.endpointsSubnetId
  }
}

// ---- More stores ----

module settingsStore 'settings-store.bicep' = {
  name: 'settings-store'
  params: {
    location: location
    baseName: baseName
    endpointSubnetId: chat.outputs.endpointsSubnetId
  }
}

module eventLog 'event-log.bicep' = {
  name: 'event-log'
  params: {
    location: location
    baseName: baseName
    endpointSubnetId: chat.outputs.endpointsSubnetId
  }
}

module ledger 'ledger.bicep' = {
  name: 'ledger'
  params: {
    location: location
    baseName: baseName
    endpointSubnetId: chat.outputs.endpointsSubnetId
    networkId: chat.outputs.networkId
    administratorsGroupId: '9f1c5c37-0d4f-4a55-8a43-6a0f5d8d1a77'
  }
}

module cache 'cache.bicep' = {
  name: 'cache'
  params: {
    location: location
    baseName: baseName
    endpointSubnetId: chat.outputs.endpointsSubnetId
    networkId: chat.outputs.networkId
  }
}

module pipelines 'pipelines.bicep' = {
  name: 'pipelines'
  params: {
    location: location
    baseName: baseName
    endpointSubnetId: chat.outputs.endpointsSubnetId
    networkId: chat.outputs.networkId
    formerHubSubscriptionId: formerHubSubscriptionId
  }
}

module prompts 'prompts.bicep' = {
  name: 'prompts'
  params: {
    location: location
    baseName: baseName
    endpointSubnetId: chat.outputs.endpointsSubnetId
    formerHubSubscriptionId: formerHubSubscriptionId
  }
}

// ---- With the zones of the hub ----

module hubZones 'hub-zones.bicep' = {
  name: 'hub-zones'
  scope: resourceGroup(hubResourceGroup)
}

module archive 'archive.bicep' = {
  name: 'archive'
  params: {
    location: location
    baseName: baseName
    endpointSubnetId: chat.outputs.endpointsSubnetId
    blobZoneId: hubZones.outputs.blobZoneId
  }
}

module secondIndex 'second-index.bicep' = {
  name: 'second-index'
  params: {
    location: location
    baseName: baseName
    endpointSubnetId: chat.outputs.endpointsSubnetId
    searchZoneId: hubZones.outputs.searchZoneId
  }
}
