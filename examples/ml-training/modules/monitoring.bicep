// Logs and metrics, and the private way to them. The flags close the workspace and the component to the internet;
// the scope, in mode PrivateOnly, also keeps this network from sending telemetry to anyone else's workspace.

param location string
param tags object
param baseName string
param endpointSubnetId string

resource logs 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: 'log-${baseName}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 180
    publicNetworkAccessForIngestion: 'Disabled'
    publicNetworkAccessForQuery: 'Disabled'
    features: {
      disableLocalAuth: true
    }
  }
}

resource component 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${baseName}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: logs.id
    publicNetworkAccessForIngestion: 'Disabled'
    publicNetworkAccessForQuery: 'Disabled'
    DisableLocalAuth: true
  }
}

resource privateLinkScope 'Microsoft.Insights/privateLinkScopes@2021-07-01-preview' = {
  name: 'ampls-${baseName}'
  location: 'global'
  tags: tags
  properties: {
    accessModeSettings: {
      ingestionAccessMode: 'PrivateOnly'
      queryAccessMode: 'PrivateOnly'
    }
  }

  resource scopedLogs 'scopedResources' = {
    name: 'logs'
    properties: {
      linkedResourceId: logs.id
    }
  }

  resource scopedComponent 'scopedResources' = {
    name: 'component'
    properties: {
      linkedResourceId: component.id
    }
  }
}

module endpoint 'private-endpoint.bicep' = {
  name: 'monitor-endpoint'
  params: {
    name: 'pe-monitor'
    location: location
    tags: tags
    subnetId: endpointSubnetId
    serviceId: privateLinkScope.id
    subresource: 'azuremonitor'
    zoneNames: [
      'privatelink.monitor.azure.com'
      'privatelink.oms.opinsights.azure.com'
      'privatelink.ods.opinsights.azure.com'
      'privatelink.agentsvc.azure-automation.net'
      #disable-next-line no-hardcoded-env-urls
      'privatelink.blob.core.windows.net'
    ]
  }
}

output logsId string = logs.id
output componentId string = component.id
