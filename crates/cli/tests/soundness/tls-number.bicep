// claim: tls-enforced
// unknown: Microsoft.Sql/servers sql
resource sql 'Microsoft.Sql/servers@2023-08-01' = {
  name: 'sql'
  location: 'westeurope'
  properties: {
    minimalTlsVersion: any(json('1.2'))
  }
}
