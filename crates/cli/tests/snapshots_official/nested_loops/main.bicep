// A loop inside the item of a loop, over an empty parameter; facts of the scope that were not given stay.

param grants object[]

var safes = [
  {
    name: 'safe-one'
    grants: grants
    tier: 'premium'
  }
]

@batchSize(1)
resource vaults 'Microsoft.KeyVault/vaults@2023-07-01' = [for safe in safes: {
  name: safe.name
  location: resourceGroup().location
  properties: {
    tenantId: subscription().tenantId
    sku: {
      family: 'A'
      name: safe.tier
    }
    accessPolicies: [for grant in safe.grants: {
      objectId: '00000000-0000-0000-0000-000000000000'
      tenantId: subscription().tenantId
      permissions: grant.permissions
    }]
  }
}]
