param name string

resource vnet 'Microsoft.Network/virtualNetworks@2023-11-01' = {
  name: name
}
