// The public name of each service must lead to its private endpoint. That takes a zone for every suffix that the service
// answers under, and a link from the zone to the network that asks Azure. The spoke asks the resolver, and the resolver asks
// Azure from the hub: a link to the spoke would do nothing.

param location string
param tags object
param hubId string
param resolverSubnetId string
param resolverAddress string

// The public cloud's names; the other clouds use other suffixes.
var zoneNames = [
  'privatelink.api.azureml.ms' // Workspace, jobs and endpoints; and the model registry.
  'privatelink.notebooks.azure.net' // A workspace answers under two suffixes.
  #disable-next-line no-hardcoded-env-urls
  'privatelink.blob.core.windows.net' // Shared by Storage and Azure Monitor: a network can be linked to one such zone only.
  #disable-next-line no-hardcoded-env-urls
  'privatelink.file.core.windows.net'
  #disable-next-line no-hardcoded-env-urls
  'privatelink.queue.core.windows.net'
  #disable-next-line no-hardcoded-env-urls
  'privatelink.table.core.windows.net'
  #disable-next-line no-hardcoded-env-urls
  'privatelink.dfs.core.windows.net'
  'privatelink.vaultcore.azure.net'
  'privatelink.azurecr.io'
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
    name: 'vnet-hub'
    location: 'global'
    tags: tags
    properties: {
      virtualNetwork: {
        id: hubId
      }
      registrationEnabled: false // Machines must not write their names into a service's zone.
    }
  }
]

resource resolver 'Microsoft.Network/dnsResolvers@2025-05-01' = {
  name: 'dnspr-hub'
  location: location
  tags: tags
  properties: {
    virtualNetwork: {
      id: hubId
    }
  }

  resource spokeAsks 'inboundEndpoints' = {
    name: 'in-spoke'
    location: location
    tags: tags
    properties: {
      ipConfigurations: [
        {
          subnet: {
            id: resolverSubnetId
          }
          privateIpAllocationMethod: 'Static'
          privateIpAddress: resolverAddress
        }
      ]
    }
  }
}
