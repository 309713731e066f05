// unknown: Microsoft.Storage/storageAccounts stx
module m 'modules/store.bicep' = { name: 'm', params: {} }
