// claim: no-shared-keys
// fails: Microsoft.Sql/servers sql
resource sql 'Microsoft.Sql/servers@2023-08-01' = {
  name: 'sql'
  location: 'westeurope'
  properties: {
    administrators: { azureADOnlyAuthentication: true }
  }

  resource only 'azureADOnlyAuthentications' =  {
    name: 'Default'
    properties: { azureADOnlyAuthentication: false }
  }
}
