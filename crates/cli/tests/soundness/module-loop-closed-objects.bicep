// holds: Microsoft.Storage/storageAccounts *
param xs array
module m 'modules/store.bicep' = [for x in xs: { name: 'm${x.n}', params: { pna: 'Disabled', name: x.n } }]
