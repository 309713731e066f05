// holds: Microsoft.Storage/storageAccounts stx
module m 'modules/store-default.bicep' = {
  name: 'm'
  params: {  }
}
