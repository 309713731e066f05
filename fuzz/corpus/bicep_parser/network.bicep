targetScope = 'resourceGroup'
metadata description = 'A network with a firewall.'

@description('Where it stands.')
param location string = resourceGroup().location
@allowed([
  'dev'
  'prod'
])
param stage string
@minValue(1)
@maxValue(4)
param count int = 2
@secure()
param password string?
param tags { *: string } = {}

var prefix = 'rf-${stage}-${uniqueString(resourceGroup().id)}'
var names = [for i in range(0, count): 'snet-${i}']
var isProd = stage =~ 'PROD' && !empty(tags) || count > 3
  ? true
  : false

#disable-next-line no-hardcoded-location
resource vnet 'Microsoft.Network/virtualNetworks@2024-01-01' = {
  name: '${prefix}-vnet'
  location: location
  tags: { ...tags, stage: stage }
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [
      for (name, i) in names: {
        name: name
        properties: {
          addressPrefix: cidrSubnet('10.0.0.0/16', 24, i)
          privateEndpointNetworkPolicies: 'Enabled' // so that rules apply
        }
      }
    ]
  }

  @batchSize(1)
  resource peering 'virtualNetworkPeerings' = [for hub in (isProd ? hubs : []): if (hub.?enabled ?? false) {
    name: hub.name!
    properties: {}
  }]
}

module firewall './firewall.bicep' = if (isProd) {
  name: 'firewall'
  scope: resourceGroup('rg-hub')
  params: {
    subnetId: vnet.properties.subnets[^1].id
    rules: map(filter(names, n => contains(n, 'a')), (n, i) => { name: n, priority: 100 + i * 10 })
  }
  dependsOn: [vnet::peering]
}

output id string = vnet.id
output dns string? = firewall.?outputs.?ip
