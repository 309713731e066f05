// At subscription scope the given location is that of the deployment.

targetScope = 'subscription'

param groupName string

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: groupName
  location: deployment().location
}
