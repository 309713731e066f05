// Where the partner leaves documents. Keys and anonymous access are off, TLS is current, a private endpoint serves the
// agents, and the partner's addresses are listed.

param location string
param baseName string
param partnerAddresses array
param endpointSubnetId string
param workspaceId string

resource uploads 'Microsoft.Storage/storageAccounts@2026-04-01' = {
  name: 'stup${baseName}'
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    networkAcls: {
      bypass: 'None'
      defaultAction: 'Allow'
      ipRules: [
        for address in partnerAddresses: {
          value: address
          action: 'Allow'
        }
      ]
      virtualNetworkRules: []
    }
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowedCopyScope: 'AAD'
    defaultToOAuthAuthentication: true
    isLocalUserEnabled: false
    isSftpEnabled: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    encryption: {
      keySource: 'Microsoft.Storage'
      requireInfrastructureEncryption: true
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      isVersioningEnabled: true
      deleteRetentionPolicy: { enabled: true, days: 30 }
      containerDeleteRetentionPolicy: { enabled: true, days: 30 }
    }
  }
}

module endpoint '../foundry-chat/modules/private-endpoint.bicep' = {
  name: 'uploads-endpoint'
  params: {
    name: 'pe-uploads-blob'
    location: location
    tags: {}
    subnetId: endpointSubnetId
    serviceId: uploads.id
    subresource: 'blob'
    #disable-next-line no-hardcoded-env-urls
    zoneNames: ['privatelink.blob.core.windows.net']
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: uploads::blobs
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}
