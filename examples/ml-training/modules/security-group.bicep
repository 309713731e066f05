// A network security group that lets through what is listed and nothing else.

param name string
param location string
param tags object

@description('What to let through, first match first: `{ name, direction, protocol, from, to, ports }`.')
param rules array

@description('What the last outbound rule ends. `VirtualNetwork` for a platform that must reach the internet by itself.')
param endOutbound string = '*'

var allow = [
  for (rule, i) in rules: {
    name: rule.name
    properties: {
      direction: rule.direction
      priority: 100 + 10 * i
      access: 'Allow'
      protocol: rule.protocol
      sourceAddressPrefix: rule.from
      sourcePortRange: '*'
      destinationAddressPrefix: rule.to
      destinationPortRange: length(rule.ports) == 1 ? rule.ports[0] : null
      destinationPortRanges: length(rule.ports) == 1 ? null : rule.ports
    }
  }
]

// 4096 is the last priority that a rule may have. What no rule above allows ends here, before Azure's default rules,
// which let the whole network in and everything out.
var deny = [
  {
    name: 'deny-all-in'
    properties: {
      direction: 'Inbound'
      priority: 4096
      access: 'Deny'
      protocol: '*'
      sourceAddressPrefix: '*'
      sourcePortRange: '*'
      destinationAddressPrefix: '*'
      destinationPortRange: '*'
    }
  }
  {
    name: 'deny-all-out'
    properties: {
      direction: 'Outbound'
      priority: 4096
      access: 'Deny'
      protocol: '*'
      sourceAddressPrefix: '*'
      sourcePortRange: '*'
      destinationAddressPrefix: endOutbound
      destinationPortRange: '*'
    }
  }
]

resource group 'Microsoft.Network/networkSecurityGroups@2025-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    securityRules: concat(allow, deny)
  }
}

output id string = group.id
