// claim: no-shared-keys
// fails: Microsoft.Web/sites app
resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: 'app'
  location: 'westeurope'
  properties: {}
}

resource policies 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = [for way in []: {
  parent: app
  name: way
  properties: {
    allow: false
  }
}]
