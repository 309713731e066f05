// holds: Microsoft.Storage/storageAccounts sta
// fails: Microsoft.Storage/storageAccounts stb
var xs = [{ n: 'sta', p: 'Disabled' }, { n: 'stb', p: 'Enabled' }]
module m 'modules/store.bicep' = [for x in xs: { name: 'm${x.n}', params: { pna: x.p, name: x.n } }]
