// unknown: Microsoft.DBforPostgreSQL/flexibleServers pgx
resource s 'Microsoft.DBforPostgreSQL/flexibleServers@2021-06-01' = {
  name: 'pgx'
  location: 'westeurope'
  properties: { network: { publicNetworkAccess: 'Disabled' } }
}
resource f 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules@2024-08-01' = {
  parent: s
  name: 'all'
  properties: { startIpAddress: '0.0.0.0', endIpAddress: '255.255.255.255' }
}
