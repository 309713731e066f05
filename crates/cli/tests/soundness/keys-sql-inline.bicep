// claim: no-shared-keys
// holds: Microsoft.Sql/servers sql
resource sql 'Microsoft.Sql/servers@2023-08-01' = {
  name: 'sql'
  location: 'westeurope'
  properties: {
    administrators: { azureADOnlyAuthentication: true }
  }
}
