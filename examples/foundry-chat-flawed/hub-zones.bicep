// The platform team's zones, for everyone behind the hub.

var zoneNames = [
  #disable-next-line no-hardcoded-env-urls
  'privatelink.blob.core.windows.net'
  'privatelink.search.windows.net'
]

resource hub 'Microsoft.Network/virtualNetworks@2025-07-01' existing = {
  name: 'vnet-hub'
}

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for zoneName in zoneNames: {
    name: zoneName
    location: 'global'
    properties: {}
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (zoneName, i) in zoneNames: {
    parent: zones[i]
    name: 'vnet-hub'
    location: 'global'
    properties: {
      virtualNetwork: { id: hub.id }
      registrationEnabled: false
    }
  }
]

output blobZoneId string = zones[0].id
output searchZoneId string = zones[1].id
