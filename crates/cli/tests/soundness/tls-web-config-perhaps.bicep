// claim: tls-enforced
// unknown: Microsoft.Web/sites app
param p bool

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: 'app'
  location: 'westeurope'
  properties: {
    httpsOnly: true
    siteConfig: { minTlsVersion: '1.2', ftpsState: 'Disabled' }
  }
}

resource config 'Microsoft.Web/sites/config@2024-11-01' = if (p) {
  parent: app
  name: 'web'
  properties: {
    minTlsVersion: '1.0'
  }
}
