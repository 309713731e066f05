// What training produces and other workspaces may use: models, environments and components, each under a version.

param location string
param tags object
param baseName string
param endpointSubnetId string
param trainingPrincipalId string

// AzureML Registry User.
var userRoleId = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '1823dd4f-9b8c-4ab6-ab4e-7397a3684615')

resource registry 'Microsoft.MachineLearningServices/registries@2026-05-01' = {
  name: 'mlr-${baseName}'
  location: location
  tags: tags
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    publicNetworkAccess: 'Disabled'
    regionDetails: [
      {
        location: location
        acrDetails: [
          {
            systemCreatedAcrAccount: {
              acrAccountSku: 'Premium'
            }
          }
        ]
        storageAccountDetails: [
          {
            systemCreatedStorageAccount: {
              storageAccountType: 'Standard_ZRS'
              storageAccountHnsEnabled: false
              allowBlobPublicAccess: false
            }
          }
        ]
      }
    ]
  }
}

module endpoint 'private-endpoint.bicep' = {
  name: 'model-registry-endpoint'
  params: {
    name: 'pe-model-registry'
    location: location
    tags: tags
    subnetId: endpointSubnetId
    serviceId: registry.id
    subresource: 'amlregistry'
    zoneNames: ['privatelink.api.azureml.ms']
  }
}

resource trainingMayPublish 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, trainingPrincipalId, userRoleId)
  scope: registry
  properties: {
    roleDefinitionId: userRoleId
    principalId: trainingPrincipalId
    principalType: 'ServicePrincipal'
  }
}
