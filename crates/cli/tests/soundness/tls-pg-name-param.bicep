// claim: tls-enforced
// unknown: Microsoft.DBforPostgreSQL/flexibleServers pg
param n string

resource pg 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: 'pg'
  location: 'westeurope'
  properties: {}

  resource tls 'configurations' = {
    name: n
    properties: { value: 'off', source: 'user-override' }
  }
}
