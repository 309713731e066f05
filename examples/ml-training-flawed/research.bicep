// A workspace for research, beside the one for production, with a cluster that has a graphics card.

param location string
param baseName string
param clusterSubnetId string
param endpointSubnetId string
param storageId string
param vaultId string
param componentId string
param imageRegistryId string

resource workspace 'Microsoft.MachineLearningServices/workspaces@2026-05-01' = {
  name: 'mlw-${baseName}-research'
  location: location
  kind: 'Default'
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    storageAccount: storageId
    keyVault: vaultId
    applicationInsights: componentId
    containerRegistry: imageRegistryId
    publicNetworkAccess: 'Disabled'
    systemDatastoresAuthMode: 'Identity'
  }

  resource cluster 'computes' = {
    name: 'gpu-cluster'
    location: location
    properties: {
      computeType: 'AmlCompute'
      properties: {
        osType: 'Linux'
        vmSize: 'Standard_NC24ads_A100_v4'
        enableNodePublicIp: false
        remoteLoginPortPublicAccess: 'Disabled'
        subnet: {
          id: clusterSubnetId
        }
        scaleSettings: {
          minNodeCount: 0
          maxNodeCount: 1
        }
      }
    }
  }
}

module endpoint '../ml-training/modules/private-endpoint.bicep' = {
  name: 'research-endpoint'
  params: {
    name: 'pe-research'
    location: location
    tags: {}
    subnetId: endpointSubnetId
    serviceId: workspace.id
    subresource: 'amlworkspace'
    zoneNames: ['privatelink.api.azureml.ms']
  }
}
