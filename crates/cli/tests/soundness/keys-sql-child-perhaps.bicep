// claim: no-shared-keys
// unknown: Microsoft.Sql/servers sql
param p bool

resource sql 'Microsoft.Sql/servers@2023-08-01' = {
  name: 'sql'
  location: 'westeurope'
  properties: {
    administrators: { azureADOnlyAuthentication: true }
  }

  resource only 'azureADOnlyAuthentications' = if (p) {
    name: 'Default'
    properties: { azureADOnlyAuthentication: false }
  }
}
