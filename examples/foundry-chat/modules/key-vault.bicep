// The certificate of the gateway's listener. No secret passes through the deployment: the certificate is issued in the
// vault, from the jump box.

param location string
param tags object
param baseName string
param endpointSubnetId string
param workspaceId string
param gatewayPrincipalId string

var secretsUserRoleId = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')

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
      bypass: 'AzureServices' // Application Gateway fetches its certificate as a trusted service, and still needs the role below.
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

resource gatewayMayReadCertificate 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, gatewayPrincipalId, secretsUserRoleId)
  scope: vault
  properties: {
    roleDefinitionId: secretsUserRoleId
    principalId: gatewayPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}

output vaultName string = vault.name
