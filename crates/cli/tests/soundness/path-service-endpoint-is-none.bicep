// claim: private-path
// fails: Microsoft.Storage/storageAccounts stchat (blob)

resource st 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: 'stchat'
  location: 'westeurope'
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: { networkAcls: { defaultAction: 'Deny', virtualNetworkRules: [{ id: subnet.id }] } }

  resource blobs 'blobServices' = {
    name: 'default'

    resource docs 'containers' = { name: 'docs' }
  }
}

resource subnet 'Microsoft.Network/virtualNetworks/subnets@2024-07-01' existing = {
  name: 'vnet/snet'
}
