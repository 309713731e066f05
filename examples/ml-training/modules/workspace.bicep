// The workspace and its cluster. Nodes have no public address, nobody signs in to one, and data is opened with the
// identity of whoever runs the job: no datastore holds a key.

param location string
param tags object
param baseName string
param endpointSubnetId string
param clusterSubnetId string
param logsId string
param componentId string
param storageId string
param lakeName string
param vaultId string
param imageRegistryId string
param trainingIdentityId string

var clusterName = 'cpu-cluster'

resource workspace 'Microsoft.MachineLearningServices/workspaces@2026-05-01' = {
  name: 'mlw-${baseName}'
  location: location
  tags: tags
  kind: 'Default'
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    friendlyName: 'Training'
    storageAccount: storageId
    keyVault: vaultId
    applicationInsights: componentId
    containerRegistry: imageRegistryId
    publicNetworkAccess: 'Disabled'
    v1LegacyMode: false
    systemDatastoresAuthMode: 'Identity'
    imageBuildCompute: clusterName // A registry that is closed cannot build images itself.
    managedNetwork: {
      isolationMode: 'Disabled' // The cluster is in a network of ours.
    }
    serverlessComputeSettings: {
      serverlessComputeCustomSubnet: clusterSubnetId
      serverlessComputeNoPublicIP: true
    }
  }

  resource cluster 'computes' = {
    name: clusterName
    location: location
    tags: tags
    identity: {
      type: 'UserAssigned'
      userAssignedIdentities: {
        '${trainingIdentityId}': {}
      }
    }
    properties: {
      computeType: 'AmlCompute'
      disableLocalAuth: true
      properties: {
        osType: 'Linux'
        vmSize: 'Standard_D8s_v5'
        vmPriority: 'Dedicated'
        enableNodePublicIp: false
        remoteLoginPortPublicAccess: 'Disabled'
        subnet: {
          id: clusterSubnetId
        }
        scaleSettings: {
          minNodeCount: 0
          maxNodeCount: 4
          nodeIdleTimeBeforeScaleDown: 'PT10M'
        }
      }
    }
    dependsOn: [
      endpoint // Nodes report to the workspace by its endpoint.
    ]
  }

  resource datasets 'datastores' = {
    name: 'datasets'
    properties: {
      datastoreType: 'AzureDataLakeGen2'
      accountName: lakeName
      filesystem: 'datasets'
      credentials: {
        credentialsType: 'None'
      }
      serviceDataAccessAuthIdentity: 'WorkspaceSystemAssignedIdentity'
    }
  }
}

module endpoint 'private-endpoint.bicep' = {
  name: 'workspace-endpoint'
  params: {
    name: 'pe-workspace'
    location: location
    tags: tags
    subnetId: endpointSubnetId
    serviceId: workspace.id
    subresource: 'amlworkspace'
    zoneNames: [
      'privatelink.api.azureml.ms'
      'privatelink.notebooks.azure.net'
    ]
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: workspace
  properties: {
    workspaceId: logsId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}

output workspaceName string = workspace.name
