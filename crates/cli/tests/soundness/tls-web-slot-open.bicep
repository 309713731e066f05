// claim: tls-enforced
// holds: Microsoft.Web/sites app
// fails: Microsoft.Web/sites/slots app/staging
resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: 'app'
  location: 'westeurope'
  properties: {
    httpsOnly: true
    siteConfig: { ftpsState: 'Disabled' }
  }

  resource staging 'slots' = {
    name: 'staging'
    location: 'westeurope'
    properties: {}
  }
}
