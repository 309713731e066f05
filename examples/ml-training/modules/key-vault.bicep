// Where the workspace keeps the secrets of connections, should anyone add one that needs a secret.

param location string
param tags object
param baseName string
param endpointSubnetId string
param logsId string

resource vault 'Microsoft.KeyVault/vaults@2026-02-01' = {
  name: 'kv-${baseName}'
  location: location
  tags: tags
  properties: {
    sku: { family: 'A', name: 'standard' }
    tenantId: subscription().tenantId
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    enabledForDeployment: false
    enabledForTemplateDeployment: false
    enabledForDiskEncryption: false
    publicNetworkAccess: 'Disabled'
    networkAcls: {
      defaultAction: 'Deny'
      bypass: 'AzureServices' // The workspace comes in as a trusted service, and still needs a role.
      ipRules: []
      virtualNetworkRules: []
    }
  }
}

module endpoint 'private-endpoint.bicep' = {
  name: 'key-vault-endpoint'
  params: {
    name: 'pe-key-vault'
    location: location
    tags: tags
    subnetId: endpointSubnetId
    serviceId: vault.id
    subresource: 'vault'
    zoneNames: ['privatelink.vaultcore.azure.net']
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: vault
  properties: {
    workspaceId: logsId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}

output vaultId string = vault.id
