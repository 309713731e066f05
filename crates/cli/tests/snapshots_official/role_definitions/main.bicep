// roleDefinitions() is answered by the service, so its id stays a term.

targetScope = 'subscription'

param principal string

var reader = az.roleDefinitions('Reader')

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid('foo', 'bar', 'baz')
  properties: {
    principalId: principal
    roleDefinitionId: reader.id
  }
}
