// From this network, the public name of each service must lead to its private endpoint. That takes a zone for every
// suffix that the service answers under, and a link from the zone to the network.

param networkId string
param tags object

// The public cloud's names; the other clouds use other suffixes.
var zoneNames = [
  'privatelink.cognitiveservices.azure.com' // Foundry answers under three suffixes; one zone missing leaks its names.
  'privatelink.openai.azure.com'
  'privatelink.services.ai.azure.com'
  'privatelink.search.windows.net'
  'privatelink.documents.azure.com'
  #disable-next-line no-hardcoded-env-urls
  'privatelink.blob.core.windows.net' // Shared by Storage and Azure Monitor: a network can be linked to one such zone only.
  'privatelink.vaultcore.azure.net'
  'privatelink.azurecr.io'
  'privatelink.azurewebsites.net'
  'privatelink.monitor.azure.com'
  'privatelink.oms.opinsights.azure.com'
  'privatelink.ods.opinsights.azure.com'
  'privatelink.agentsvc.azure-automation.net'
]

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for zoneName in zoneNames: {
    name: zoneName
    location: 'global'
    tags: tags
    properties: {}
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (zoneName, i) in zoneNames: {
    parent: zones[i]
    name: 'vnet-chat'
    location: 'global'
    tags: tags
    properties: {
      virtualNetwork: {
        id: networkId
      }
      registrationEnabled: false // Machines must not write their names into a service's zone.
    }
  }
]
