// At the scope of a management group, ids begin with it.

targetScope = 'managementGroup'

param assignmentName string

resource assignment 'Microsoft.Authorization/policyAssignments@2023-04-01' = {
  name: assignmentName
  properties: {
    policyDefinitionId: '/providers/Microsoft.Management/managementGroups/${managementGroup().name}/providers/Microsoft.Authorization/policyDefinitions/deny-all'
  }
}
