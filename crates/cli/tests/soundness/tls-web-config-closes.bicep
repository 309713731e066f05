// claim: tls-enforced
// holds: Microsoft.Web/sites app
resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: 'app'
  location: 'westeurope'
  properties: {
    httpsOnly: true
    siteConfig: { minTlsVersion: '1.0' }
  }
}

resource config 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: app
  name: 'web'
  properties: {
    minTlsVersion: '1.2'
    ftpsState: 'FtpsOnly'
  }
}
