// holds: Microsoft.Storage/storageAccounts stx

resource st 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'stx'
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: json('{"publicNetworkAccess":"Disabled"}')
}
