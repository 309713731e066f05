// claim: no-shared-keys
// unknown: Microsoft.Web/sites app
param ways array

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: 'app'
  location: 'westeurope'
  properties: {}
}

resource policies 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = [for way in ways: {
  parent: app
  name: way
  properties: {
    allow: false
  }
}]
