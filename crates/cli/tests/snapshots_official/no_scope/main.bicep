// Without a scope, an id is an expression over the scope.

param place string

resource store 'Microsoft.Storage/storageAccounts@2023-01-01' = {
  name: 'datastore'
  location: place
  kind: 'StorageV2'
  sku: {
    name: 'Standard_GRS'
  }
}
