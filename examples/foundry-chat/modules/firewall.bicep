// What leaves the network for the internet passes here, by host name. There is no network rule: a broad one would be
// decided first and so cancel every rule about host names.

param location string
param tags object
param firewallSubnetId string
param routeTableName string
param agentsPrefix string
param jumpBoxPrefix string
param workspaceId string

resource publicAddress 'Microsoft.Network/publicIPAddresses@2025-07-01' = {
  name: 'pip-firewall'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: {
    publicIPAllocationMethod: 'Static'
  }
}

resource policy 'Microsoft.Network/firewallPolicies@2025-07-01' = {
  name: 'afwp-egress'
  location: location
  tags: tags
  properties: {
    sku: { tier: 'Standard' }
    threatIntelMode: 'Deny'
  }

  resource rules 'ruleCollectionGroups' = {
    name: 'egress'
    properties: {
      priority: 200
      ruleCollections: [
        {
          ruleCollectionType: 'FirewallPolicyFilterRuleCollection'
          name: 'agents'
          priority: 100
          action: { type: 'Allow' }
          rules: [
            {
              ruleType: 'ApplicationRule'
              name: 'sign-in' // The agents' identity gets its tokens here. Add the hosts of the tools that your agents call.
              protocols: [{ protocolType: 'Https', port: 443 }]
              sourceAddresses: [agentsPrefix]
              targetFqdns: [
                #disable-next-line no-hardcoded-env-urls
                'login.microsoftonline.com'
                'login.microsoft.com'
                '*.identity.azure.net'
              ]
            }
          ]
        }
        {
          ruleCollectionType: 'FirewallPolicyFilterRuleCollection'
          name: 'jump-box'
          priority: 200
          action: { type: 'Allow' }
          rules: [
            {
              ruleType: 'ApplicationRule'
              name: 'sign-in-and-portals'
              protocols: [{ protocolType: 'Https', port: 443 }]
              sourceAddresses: [jumpBoxPrefix]
              targetFqdns: [
                #disable-next-line no-hardcoded-env-urls
                'login.microsoftonline.com'
                'pas.windows.net' // Sign-in to the machine with Entra ID.
                #disable-next-line no-hardcoded-env-urls
                'management.azure.com'
                'ai.azure.com'
                'packages.microsoft.com'
              ]
            }
            {
              ruleType: 'ApplicationRule'
              name: 'package-archives' // Packages are signed; their archives speak plain HTTP.
              protocols: [{ protocolType: 'Http', port: 80 }]
              sourceAddresses: [jumpBoxPrefix]
              targetFqdns: [
                'azure.archive.ubuntu.com'
                'security.ubuntu.com'
              ]
            }
          ]
        }
        {
          // After the last rule the firewall would still let its built-in list of platform hosts through.
          ruleCollectionType: 'FirewallPolicyFilterRuleCollection'
          name: 'nothing-else'
          priority: 65000
          action: { type: 'Deny' }
          rules: [
            {
              ruleType: 'ApplicationRule'
              name: 'any-host'
              protocols: [
                { protocolType: 'Http', port: 80 }
                { protocolType: 'Https', port: 443 }
              ]
              sourceAddresses: ['*']
              targetFqdns: ['*']
            }
          ]
        }
      ]
    }
  }
}

resource firewall 'Microsoft.Network/azureFirewalls@2025-07-01' = {
  name: 'afw-egress'
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'AZFW_VNet'
      tier: 'Standard'
    }
    firewallPolicy: { id: policy.id }
    ipConfigurations: [
      {
        name: 'egress'
        properties: {
          subnet: { id: firewallSubnetId }
          publicIPAddress: { id: publicAddress.id }
        }
      }
    ]
  }
  dependsOn: [
    policy::rules
  ]
}

resource routeTable 'Microsoft.Network/routeTables@2025-07-01' existing = {
  name: routeTableName
}

resource internetByFirewall 'Microsoft.Network/routeTables/routes@2025-07-01' = {
  parent: routeTable
  name: 'internet-by-firewall'
  properties: {
    addressPrefix: '0.0.0.0/0'
    nextHopType: 'VirtualAppliance'
    nextHopIpAddress: firewall.properties.ipConfigurations[0].properties.privateIPAddress
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: firewall
  properties: {
    workspaceId: workspaceId
    logAnalyticsDestinationType: 'Dedicated'
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}
