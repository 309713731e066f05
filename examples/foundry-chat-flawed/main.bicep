// The sealed chat of ../foundry-chat, plus a store where a partner's offices leave documents for the agents to read.

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

module chat '../foundry-chat/main.bicep' = {
  name: 'chat'
  params: {
    baseName: baseName
    location: location
    imageDigest: imageDigest
    jumpBoxSshPublicKey: jumpBoxSshPublicKey
  }
}

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
