// claim: tls-enforced
// unknown: Microsoft.DBforPostgreSQL/flexibleServers pg
param v string

resource pg 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: 'pg'
  location: 'westeurope'
  properties: {}

  resource tls 'configurations' = {
    name: 'require_secure_transport'
    properties: { value: v, source: 'user-override' }
  }
}
