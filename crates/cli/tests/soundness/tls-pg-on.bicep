// claim: tls-enforced
// holds: Microsoft.DBforPostgreSQL/flexibleServers pg
resource pg 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: 'pg'
  location: 'westeurope'
  properties: {}

  resource tls 'configurations' = {
    name: 'require_secure_transport'
    properties: { value: 'ON', source: 'user-override' }
  }
}
