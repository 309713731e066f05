// Defaults that use the scope, one of them replaced by the parameters file.

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
