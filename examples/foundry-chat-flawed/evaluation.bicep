// A second Foundry account, for the models that grade the answers of the first.

param location string
param baseName string
param endpointSubnetId string

var accountName = 'aie-${baseName}'

resource account 'Microsoft.CognitiveServices/accounts@2026-03-01' = {
  name: accountName
  location: location
  kind: 'AIServices'
  sku: { name: 'S0' }
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    customSubDomainName: accountName
    disableLocalAuth: true
    publicNetworkAccess: 'Disabled'
    networkAcls: {
      defaultAction: 'Deny'
      bypass: 'None'
    }
  }
}

module endpoint '../foundry-chat/modules/private-endpoint.bicep' = {
  name: 'evaluation-endpoint'
  params: {
    name: 'pe-evaluation'
    location: location
    tags: {}
    subnetId: endpointSubnetId
    serviceId: account.id
    subresource: 'account'
    zoneNames: [
      'privatelink.cognitiveservices.azure.com'
      'privatelink.openai.azure.com'
    ]
  }
}
