// claim: tls-enforced
// fails: Microsoft.DBforPostgreSQL/flexibleServers pg
resource pg 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: 'pg'
  location: 'westeurope'
  properties: {}

  resource tls 'configurations' = {
    name: 'require_secure_transport'
    properties: { value: 'off', source: 'user-override' }
  }
}
