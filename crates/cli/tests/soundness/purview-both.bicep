// holds: Microsoft.Purview/accounts pvx
resource d 'Microsoft.Purview/accounts@2021-12-01' = {
  name: 'pvx'
  location: 'x'
  identity: { type: 'SystemAssigned' }
  properties: { publicNetworkAccess: 'Disabled', managedResourcesPublicNetworkAccess: 'Disabled' }
}
