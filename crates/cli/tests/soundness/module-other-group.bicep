// fails: Microsoft.Storage/storageAccounts stx
module m 'modules/store.bicep' = { name: 'm', scope: resourceGroup('a'), params: { pna: 'Enabled' } }
