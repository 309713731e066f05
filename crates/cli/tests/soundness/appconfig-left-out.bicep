// fails: Microsoft.AppConfiguration/configurationStores acx
resource a 'Microsoft.AppConfiguration/configurationStores@2023-03-01' = {
  name: 'acx'
  location: 'westeurope'
  sku: { name: 'standard' }
  properties: {  }
}
