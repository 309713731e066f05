// The sealed place for training of ../ml-training, and what research has asked for since. All of it is closed to the internet
// and has its private endpoint.

targetScope = 'resourceGroup'

@minLength(3)
@maxLength(12)
param baseName string

param location string = resourceGroup().location

param jumpBoxSshPublicKey string

module training '../ml-training/main.bicep' = {
  name: 'training'
  params: {
    baseName: baseName
    location: location
    jumpBoxSshPublicKey: jumpBoxSshPublicKey
  }
}

module features 'features.bicep' = {
  name: 'features'
  params: {
    location: location
    baseName: baseName
    endpointSubnetId: training.outputs.endpointsSubnetId
    workspaceName: training.outputs.workspaceName
  }
}

module labels 'labels.bicep' = {
  name: 'labels'
  params: {
    location: location
    baseName: baseName
    endpointSubnetId: training.outputs.endpointsSubnetId
    networkId: training.outputs.trainingNetworkId
  }
}

module samples 'samples.bicep' = {
  name: 'samples'
  params: {
    location: location
    baseName: baseName
    endpointSubnetId: training.outputs.endpointsSubnetId
  }
}

module research 'research.bicep' = {
  name: 'research'
  params: {
    location: location
    baseName: baseName
    clusterSubnetId: training.outputs.clusterSubnetId
    endpointSubnetId: training.outputs.endpointsSubnetId
    storageId: training.outputs.storageId
    vaultId: training.outputs.vaultId
    componentId: training.outputs.componentId
    imageRegistryId: training.outputs.imageRegistryId
  }
}

module scoring 'scoring.bicep' = {
  name: 'scoring'
  params: {
    location: location
    workspaceName: training.outputs.workspaceName
  }
}
