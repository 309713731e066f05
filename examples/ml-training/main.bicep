// Training on Azure Machine Learning in a network of one's own: a cluster without public addresses, every store and
// registry closed to the internet, and no key that opens any of them.
//
//   administrators ──▶ Bastion ──┐ hub         ┌── jump box ──▶ every private endpoint
//                                ├── peering ──┤
//   named hosts and services ◀── firewall      └── cluster ──▶ workspace, stores, registries
//                     resolver ◀── every name that the jump box and the cluster ask for

targetScope = 'resourceGroup'

@description('Part of every name that must be unique in Azure: lower-case letters and digits.')
@minLength(3)
@maxLength(12)
param baseName string

param location string = resourceGroup().location

@description('The public half of the key that the jump box is created with.')
param jumpBoxSshPublicKey string

param tags object = {
  workload: 'training'
  environment: 'production'
  'data-class': 'confidential'
  owner: 'ai-platform@contoso.com'
}

@description('What the cluster does, it does as this identity.')
resource trainingIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-training'
  location: location
  tags: tags
}

// ---- The boundary ----

module network 'modules/network.bicep' = {
  name: 'network'
  params: {
    location: location
    tags: tags
    storageId: resourceId('Microsoft.Storage/storageAccounts', 'st${baseName}')
  }
}

module nameResolution 'modules/name-resolution.bicep' = {
  name: 'name-resolution'
  params: {
    location: location
    tags: tags
    hubId: network.outputs.hubId
    resolverSubnetId: network.outputs.resolverSubnetId
    resolverAddress: network.outputs.resolverAddress
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
    nameResolution // An endpoint writes its records into zones that must be there before.
  ]
}

module firewall 'modules/firewall.bicep' = {
  name: 'firewall'
  params: {
    location: location
    tags: tags
    firewallSubnetId: network.outputs.firewallSubnetId
    routeTableName: network.outputs.routeTableName
    clusterPrefix: network.outputs.clusterPrefix
    jumpBoxPrefix: network.outputs.jumpBoxPrefix
    logsId: monitoring.outputs.logsId
  }
}

module jumpBox 'modules/jump-box.bicep' = {
  name: 'jump-box'
  params: {
    location: location
    tags: tags
    bastionSubnetId: network.outputs.bastionSubnetId
    jumpBoxSubnetId: network.outputs.jumpBoxSubnetId
    logsId: monitoring.outputs.logsId
    sshPublicKey: jumpBoxSshPublicKey
  }
  dependsOn: [
    firewall // The way out is controlled before anything can use it.
  ]
}

// ---- Data, secrets, images ----

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    location: location
    tags: tags
    baseName: baseName
    endpointSubnetId: network.outputs.endpointsSubnetId
    logsId: monitoring.outputs.logsId
    trainingPrincipalId: trainingIdentity.properties.principalId
  }
}

module dataLake 'modules/data-lake.bicep' = {
  name: 'data-lake'
  params: {
    location: location
    tags: tags
    baseName: baseName
    endpointSubnetId: network.outputs.endpointsSubnetId
    logsId: monitoring.outputs.logsId
    trainingPrincipalId: trainingIdentity.properties.principalId
  }
}

module keyVault 'modules/key-vault.bicep' = {
  name: 'key-vault'
  params: {
    location: location
    tags: tags
    baseName: baseName
    endpointSubnetId: network.outputs.endpointsSubnetId
    logsId: monitoring.outputs.logsId
  }
}

module imageRegistry 'modules/image-registry.bicep' = {
  name: 'image-registry'
  params: {
    location: location
    tags: tags
    baseName: baseName
    endpointSubnetId: network.outputs.endpointsSubnetId
    logsId: monitoring.outputs.logsId
    trainingPrincipalId: trainingIdentity.properties.principalId
  }
}

// ---- Machine learning ----

module workspace 'modules/workspace.bicep' = {
  name: 'workspace'
  params: {
    location: location
    tags: tags
    baseName: baseName
    endpointSubnetId: network.outputs.endpointsSubnetId
    clusterSubnetId: network.outputs.clusterSubnetId
    logsId: monitoring.outputs.logsId
    componentId: monitoring.outputs.componentId
    storageId: storage.outputs.storageId
    lakeName: dataLake.outputs.lakeName
    vaultId: keyVault.outputs.vaultId
    imageRegistryId: imageRegistry.outputs.registryId
    trainingIdentityId: trainingIdentity.id
  }
  dependsOn: [
    firewall
  ]
}

module modelRegistry 'modules/model-registry.bicep' = {
  name: 'model-registry'
  params: {
    location: location
    tags: tags
    baseName: baseName
    endpointSubnetId: network.outputs.endpointsSubnetId
    trainingPrincipalId: trainingIdentity.properties.principalId
  }
}

output trainingNetworkId string = network.outputs.trainingNetworkId
output clusterSubnetId string = network.outputs.clusterSubnetId
output endpointsSubnetId string = network.outputs.endpointsSubnetId
output componentId string = monitoring.outputs.componentId
output storageId string = storage.outputs.storageId
output vaultId string = keyVault.outputs.vaultId
output imageRegistryId string = imageRegistry.outputs.registryId
output workspaceName string = workspace.outputs.workspaceName
