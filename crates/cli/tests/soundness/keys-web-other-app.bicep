// claim: no-shared-keys
// fails: Microsoft.Web/sites app
resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: 'app'
  location: 'westeurope'
  properties: {}
}

resource other 'Microsoft.Web/sites@2024-11-01' = {
  name: 'other'
  location: 'westeurope'
  properties: {}
}

resource policies 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = [for way in ['scm', 'ftp']: {
  parent: other
  name: way
  properties: {
    allow: false
  }
}]
