// The virtual network is the boundary. Each subnet has one task, and a security group that names every flow it needs.

param location string
param tags object

// ---- Address plan ----

var networkPrefix = '192.168.0.0/20'
var gatewayPrefix = '192.168.0.0/24'
var webPrefix = '192.168.1.0/26'
var webEndpointPrefix = '192.168.1.64/28'
var endpointsPrefix = '192.168.1.128/26'
var jumpBoxPrefix = '192.168.1.192/28'
var agentsPrefix = '192.168.2.0/24'
var bastionPrefix = '192.168.3.0/26'
var firewallPrefix = '192.168.3.64/26'

// ---- Who may talk to whom ----

@description('Application Gateway: the one way in for users.')
module gatewayGroup 'security-group.bicep' = {
  name: 'gateway-group'
  params: {
    name: 'nsg-app-gateway'
    location: location
    tags: tags
    endOutbound: 'VirtualNetwork' // The gateway's own platform needs the internet.
    rules: [
      { name: 'in-users', direction: 'Inbound', protocol: 'Tcp', from: 'Internet', to: gatewayPrefix, ports: ['443'] }
      { name: 'in-control-plane', direction: 'Inbound', protocol: 'Tcp', from: 'GatewayManager', to: '*', ports: ['65200-65535'] }
      { name: 'in-health-probes', direction: 'Inbound', protocol: '*', from: 'AzureLoadBalancer', to: '*', ports: ['*'] }
      { name: 'out-web-app', direction: 'Outbound', protocol: 'Tcp', from: gatewayPrefix, to: webEndpointPrefix, ports: ['443'] }
      { name: 'out-certificate', direction: 'Outbound', protocol: 'Tcp', from: gatewayPrefix, to: endpointsPrefix, ports: ['443'] }
    ]
  }
}

@description('Web app, outbound side: private endpoints and nothing else.')
module webGroup 'security-group.bicep' = {
  name: 'web-group'
  params: {
    name: 'nsg-web'
    location: location
    tags: tags
    rules: [
      { name: 'out-endpoints', direction: 'Outbound', protocol: 'Tcp', from: webPrefix, to: endpointsPrefix, ports: ['443'] }
    ]
  }
}

@description('Web app, inbound side: apart from the other endpoints, so that nobody goes round the web application firewall.')
module webEndpointGroup 'security-group.bicep' = {
  name: 'web-endpoint-group'
  params: {
    name: 'nsg-web-endpoint'
    location: location
    tags: tags
    rules: [
      { name: 'in-app-gateway', direction: 'Inbound', protocol: 'Tcp', from: gatewayPrefix, to: webEndpointPrefix, ports: ['443'] }
    ]
  }
}

@description('The private endpoints of all other services. Endpoints answer; they never start traffic.')
module endpointsGroup 'security-group.bicep' = {
  name: 'endpoints-group'
  params: {
    name: 'nsg-endpoints'
    location: location
    tags: tags
    rules: [
      { name: 'in-app-gateway', direction: 'Inbound', protocol: 'Tcp', from: gatewayPrefix, to: endpointsPrefix, ports: ['443'] }
      { name: 'in-web', direction: 'Inbound', protocol: 'Tcp', from: webPrefix, to: endpointsPrefix, ports: ['443'] }
      { name: 'in-agents', direction: 'Inbound', protocol: 'Tcp', from: agentsPrefix, to: endpointsPrefix, ports: ['*'] }
      { name: 'in-jump-box', direction: 'Inbound', protocol: 'Tcp', from: jumpBoxPrefix, to: endpointsPrefix, ports: ['443'] }
    ]
  }
}

@description('Foundry agents: private endpoints, and what the firewall lets out.')
module agentsGroup 'security-group.bicep' = {
  name: 'agents-group'
  params: {
    name: 'nsg-agents'
    location: location
    tags: tags
    rules: [
      // Every port: Cosmos DB answers direct connections on any.
      { name: 'out-endpoints', direction: 'Outbound', protocol: 'Tcp', from: agentsPrefix, to: endpointsPrefix, ports: ['*'] }
      { name: 'out-firewall', direction: 'Outbound', protocol: 'Tcp', from: agentsPrefix, to: 'Internet', ports: ['443'] }
    ]
  }
}

@description('Jump box: in from Bastion only; out like the agents, plus package archives.')
module jumpBoxGroup 'security-group.bicep' = {
  name: 'jump-box-group'
  params: {
    name: 'nsg-jump-box'
    location: location
    tags: tags
    rules: [
      { name: 'in-bastion', direction: 'Inbound', protocol: 'Tcp', from: bastionPrefix, to: jumpBoxPrefix, ports: ['22'] }
      { name: 'out-endpoints', direction: 'Outbound', protocol: 'Tcp', from: jumpBoxPrefix, to: endpointsPrefix, ports: ['443'] }
      { name: 'out-firewall', direction: 'Outbound', protocol: 'Tcp', from: jumpBoxPrefix, to: 'Internet', ports: ['80', '443'] }
    ]
  }
}

// Azure refuses a Bastion whose subnet lacks one of these: https://learn.microsoft.com/azure/bastion/bastion-nsg
@description('Bastion: the one way in for administrators.')
module bastionGroup 'security-group.bicep' = {
  name: 'bastion-group'
  params: {
    name: 'nsg-bastion'
    location: location
    tags: tags
    rules: [
      { name: 'in-administrators', direction: 'Inbound', protocol: 'Tcp', from: 'Internet', to: '*', ports: ['443'] }
      { name: 'in-control-plane', direction: 'Inbound', protocol: 'Tcp', from: 'GatewayManager', to: '*', ports: ['443'] }
      { name: 'in-health-probes', direction: 'Inbound', protocol: 'Tcp', from: 'AzureLoadBalancer', to: '*', ports: ['443'] }
      { name: 'in-data-plane', direction: 'Inbound', protocol: '*', from: 'VirtualNetwork', to: 'VirtualNetwork', ports: ['8080', '5701'] }
      { name: 'out-machines', direction: 'Outbound', protocol: '*', from: '*', to: 'VirtualNetwork', ports: ['22', '3389'] }
      { name: 'out-azure', direction: 'Outbound', protocol: 'Tcp', from: '*', to: 'AzureCloud', ports: ['443'] }
      { name: 'out-data-plane', direction: 'Outbound', protocol: '*', from: 'VirtualNetwork', to: 'VirtualNetwork', ports: ['8080', '5701'] }
      { name: 'out-session-information', direction: 'Outbound', protocol: '*', from: '*', to: 'Internet', ports: ['80'] }
    ]
  }
}

// ---- Routes ----

@description('Sends what leaves the network to the firewall. firewall.bicep adds the route, since it knows the address.')
resource egressRoutes 'Microsoft.Network/routeTables@2025-07-01' = {
  name: 'rt-egress'
  location: location
  tags: tags
  properties: {
    disableBgpRoutePropagation: true
  }
}

// ---- Network ----

@description('Covers the public addresses of the gateway, Bastion and the firewall. One plan serves a whole tenant: name yours instead, if you have one.')
resource ddosPlan 'Microsoft.Network/ddosProtectionPlans@2024-01-01' = {
  name: 'ddos-chat'
  location: location
  tags: tags
  properties: {}
}

@description('No peering and no gateway to another site: what is declared here is all there is.')
resource network 'Microsoft.Network/virtualNetworks@2025-07-01' = {
  name: 'vnet-chat'
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [networkPrefix]
    }
    enableDdosProtection: true
    ddosProtectionPlan: { id: ddosPlan.id }
    // `defaultOutboundAccess: false` in each subnet: Azure's implicit way out would go round the firewall.
    subnets: [
      {
        name: 'snet-app-gateway'
        properties: {
          addressPrefix: gatewayPrefix
          defaultOutboundAccess: false
          networkSecurityGroup: { id: gatewayGroup.outputs.id }
        }
      }
      {
        name: 'snet-web'
        properties: {
          addressPrefix: webPrefix
          defaultOutboundAccess: false
          networkSecurityGroup: { id: webGroup.outputs.id }
          routeTable: { id: egressRoutes.id }
          delegations: [
            {
              name: 'app-service'
              properties: { serviceName: 'Microsoft.Web/serverFarms' }
            }
          ]
        }
      }
      {
        name: 'snet-web-endpoint'
        properties: {
          addressPrefix: webEndpointPrefix
          defaultOutboundAccess: false
          networkSecurityGroup: { id: webEndpointGroup.outputs.id }
          privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled' // Otherwise the group does not apply to endpoints.
        }
      }
      {
        name: 'snet-endpoints'
        properties: {
          addressPrefix: endpointsPrefix
          defaultOutboundAccess: false
          networkSecurityGroup: { id: endpointsGroup.outputs.id }
          privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled'
        }
      }
      {
        name: 'snet-jump-box'
        properties: {
          addressPrefix: jumpBoxPrefix
          defaultOutboundAccess: false
          networkSecurityGroup: { id: jumpBoxGroup.outputs.id }
          routeTable: { id: egressRoutes.id }
        }
      }
      {
        name: 'snet-agents'
        properties: {
          addressPrefix: agentsPrefix
          defaultOutboundAccess: false
          networkSecurityGroup: { id: agentsGroup.outputs.id }
          routeTable: { id: egressRoutes.id }
          delegations: [
            {
              name: 'agents'
              properties: { serviceName: 'Microsoft.App/environments' }
            }
          ]
        }
      }
      {
        name: 'AzureBastionSubnet'
        properties: {
          addressPrefix: bastionPrefix
          defaultOutboundAccess: false
          networkSecurityGroup: { id: bastionGroup.outputs.id }
        }
      }
      {
        name: 'AzureFirewallSubnet' // Takes no security group.
        properties: {
          addressPrefix: firewallPrefix
          defaultOutboundAccess: false
        }
      }
    ]
  }
}

output networkId string = network.id
output routeTableName string = egressRoutes.name
output agentsPrefix string = agentsPrefix
output jumpBoxPrefix string = jumpBoxPrefix
output gatewaySubnetId string = '${network.id}/subnets/snet-app-gateway'
output webSubnetId string = '${network.id}/subnets/snet-web'
output webEndpointSubnetId string = '${network.id}/subnets/snet-web-endpoint'
output endpointsSubnetId string = '${network.id}/subnets/snet-endpoints'
output jumpBoxSubnetId string = '${network.id}/subnets/snet-jump-box'
output agentsSubnetId string = '${network.id}/subnets/snet-agents'
output bastionSubnetId string = '${network.id}/subnets/AzureBastionSubnet'
output firewallSubnetId string = '${network.id}/subnets/AzureFirewallSubnet'
