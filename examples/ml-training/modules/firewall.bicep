// What leaves the spoke for the internet passes here. Where Azure Machine Learning needs a whole service it is named by its
// tag, since the service publishes no hosts; those are network rules, and they are decided before any rule about hosts:
// https://learn.microsoft.com/azure/machine-learning/how-to-access-azureml-behind-firewall

param location string
param tags object
param firewallSubnetId string
param routeTableName string
param clusterPrefix string
param jumpBoxPrefix string
param logsId string

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
          name: 'cluster-control'
          priority: 100
          action: { type: 'Allow' }
          rules: [
            {
              ruleType: 'NetworkRule'
              name: 'sign-in-and-control'
              ipProtocols: ['TCP']
              sourceAddresses: [clusterPrefix]
              destinationAddresses: ['AzureActiveDirectory', 'AzureResourceManager', 'BatchNodeManagement.${location}']
              destinationPorts: ['443']
            }
            {
              ruleType: 'NetworkRule'
              name: 'machine-learning'
              ipProtocols: ['TCP']
              sourceAddresses: [clusterPrefix]
              destinationAddresses: ['AzureMachineLearning']
              destinationPorts: ['443', '8787', '18881']
            }
            {
              ruleType: 'NetworkRule'
              name: 'machine-learning-datagrams'
              ipProtocols: ['UDP']
              sourceAddresses: [clusterPrefix]
              destinationAddresses: ['AzureMachineLearning']
              destinationPorts: ['5831']
            }
          ]
        }
        {
          ruleCollectionType: 'FirewallPolicyFilterRuleCollection'
          name: 'cluster-images'
          priority: 200
          action: { type: 'Allow' }
          rules: [
            {
              ruleType: 'ApplicationRule'
              name: 'microsoft-images' // Base images; packages come from the image registry, already installed.
              protocols: [{ protocolType: 'Https', port: 443 }]
              sourceAddresses: [clusterPrefix]
              targetFqdns: [
                'mcr.microsoft.com'
                '*.data.mcr.microsoft.com'
              ]
            }
          ]
        }
        {
          ruleCollectionType: 'FirewallPolicyFilterRuleCollection'
          name: 'jump-box'
          priority: 300
          action: { type: 'Allow' }
          rules: [
            {
              ruleType: 'ApplicationRule'
              name: 'sign-in-and-studio'
              protocols: [{ protocolType: 'Https', port: 443 }]
              sourceAddresses: [jumpBoxPrefix]
              targetFqdns: [
                #disable-next-line no-hardcoded-env-urls
                'login.microsoftonline.com'
                'pas.windows.net' // Sign-in to the machine with Entra ID.
                #disable-next-line no-hardcoded-env-urls
                'management.azure.com'
                'ml.azure.com'
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
    workspaceId: logsId
    logAnalyticsDestinationType: 'Dedicated'
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}
