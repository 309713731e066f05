// claim: no-shared-keys
// holds: Microsoft.Web/sites app
resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: 'app'
  location: 'westeurope'
  properties: {}
}

resource scm 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  name: 'app/scm'
  properties: {
    allow: false
  }
  dependsOn: [app]
}

resource ftp 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  name: 'app/ftp'
  properties: {
    allow: false
  }
  dependsOn: [app]
}
