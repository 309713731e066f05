// Azure OpenAI for embeddings, in a region that has the model. Its names are in a zone of the same name, so that they cannot
// lead outside.

param location string
param baseName string
param endpointSubnetId string
param networkId string

var accountName = 'oai-${baseName}'

resource account 'Microsoft.CognitiveServices/accounts@2026-03-01' = {
  name: accountName
  location: location
  kind: 'OpenAI'
  sku: { name: 'S0' }
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

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: 'openai.azure.com'
  location: 'global'

  resource link 'virtualNetworkLinks' = {
    name: 'vnet-chat'
    location: 'global'
    properties: {
      virtualNetwork: { id: networkId }
      registrationEnabled: false
    }
  }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2025-07-01' = {
  name: 'pe-embeddings'
  location: location
  properties: {
    subnet: { id: endpointSubnetId }
    privateLinkServiceConnections: [
      {
        name: 'account'
        properties: {
          privateLinkServiceId: account.id
          groupIds: ['account']
        }
      }
    ]
  }

  resource records 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: 'openai'
          properties: { privateDnsZoneId: zone.id }
        }
      ]
    }
  }
}
