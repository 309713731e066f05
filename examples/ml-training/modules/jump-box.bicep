// The one way in for administrators: Bastion, then a machine without a public address. People sign in with their
// Entra identity (`az network bastion ssh --auth-type AAD`), so that Conditional Access and its logs apply.

param location string
param tags object
param bastionSubnetId string
param jumpBoxSubnetId string
param logsId string

@description('Azure asks for a key at creation. Nobody needs its private half: sign-in is with Entra ID.')
param sshPublicKey string

resource publicAddress 'Microsoft.Network/publicIPAddresses@2025-07-01' = {
  name: 'pip-bastion'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: {
    publicIPAllocationMethod: 'Static'
  }
}

resource bastion 'Microsoft.Network/bastionHosts@2025-07-01' = {
  name: 'bas-training'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: {
    enableTunneling: true // Sign-in with Entra ID needs the native client, and that needs tunnelling.
    enableShareableLink: false
    enableIpConnect: false
    enableFileCopy: false
    ipConfigurations: [
      {
        name: 'default'
        properties: {
          subnet: { id: bastionSubnetId }
          publicIPAddress: { id: publicAddress.id }
        }
      }
    ]
  }
}

resource nic 'Microsoft.Network/networkInterfaces@2025-07-01' = {
  name: 'nic-jump-box'
  location: location
  tags: tags
  properties: {
    ipConfigurations: [
      {
        name: 'primary'
        properties: {
          subnet: { id: jumpBoxSubnetId }
          privateIPAllocationMethod: 'Dynamic'
        }
      }
    ]
  }
}

resource machine 'Microsoft.Compute/virtualMachines@2024-11-01' = {
  name: 'vm-jump-box'
  location: location
  tags: tags
  identity: {
    type: 'SystemAssigned' // For the sign-in extension. It holds no role.
  }
  properties: {
    hardwareProfile: { vmSize: 'Standard_D2s_v5' }
    osProfile: {
      computerName: 'jump-box'
      adminUsername: 'jumpadmin'
      linuxConfiguration: {
        disablePasswordAuthentication: true
        ssh: {
          publicKeys: [{ path: '/home/jumpadmin/.ssh/authorized_keys', keyData: sshPublicKey }]
        }
      }
    }
    storageProfile: {
      imageReference: {
        publisher: 'Canonical'
        offer: 'ubuntu-24_04-lts'
        sku: 'server'
        version: 'latest'
      }
      osDisk: {
        createOption: 'FromImage'
        deleteOption: 'Delete'
        managedDisk: { storageAccountType: 'Premium_LRS' }
      }
    }
    networkProfile: {
      networkInterfaces: [{ id: nic.id }]
    }
    securityProfile: {
      encryptionAtHost: true // The subscription must have the feature Microsoft.Compute/EncryptionAtHost.
      securityType: 'TrustedLaunch'
      uefiSettings: {
        secureBootEnabled: true
        vTpmEnabled: true
      }
    }
  }

  resource signIn 'extensions' = {
    name: 'AADSSHLoginForLinux'
    location: location
    properties: {
      publisher: 'Microsoft.Azure.ActiveDirectory'
      type: 'AADSSHLoginForLinux'
      typeHandlerVersion: '1.0'
      autoUpgradeMinorVersion: true
    }
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-workspace'
  scope: bastion
  properties: {
    workspaceId: logsId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}
