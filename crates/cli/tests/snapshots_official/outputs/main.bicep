// Outputs: literals as JSON; what needs the service as the text of an expression, for an object as a whole.

param place string = resourceGroup().location

param tier string = 'Standard_GRS'

param storeName string = 'data${uniqueString(resourceGroup().id)}'

resource store 'Microsoft.Storage/storageAccounts@2023-01-01' = {
  name: storeName
  location: place
  kind: 'StorageV2'
  sku: {
    name: tier
  }
  properties: {
    minimumTlsVersion: 'TLS1_2'
  }
}

output tier string = tier
output blobs string = store.properties.primaryEndpoints.blob
output partly object = {
  tier: 'fixed'
  number: 6
  blobs: store.properties.primaryEndpoints.blob
}
output known object = {
  tier: tier
  number: 6
}
