// Where a model that is trained answers. Callers come through the private endpoint of the workspace, with a token that expires.

param location string
param workspaceName string

resource workspace 'Microsoft.MachineLearningServices/workspaces@2026-05-01' existing = {
  name: workspaceName
}

resource scoring 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints@2026-05-01' = {
  parent: workspace
  name: 'scoring'
  location: location
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    authMode: 'AMLToken'
    publicNetworkAccess: 'Disabled'
  }
}
