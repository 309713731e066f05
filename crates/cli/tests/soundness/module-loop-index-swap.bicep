// fails: Microsoft.Storage/storageAccounts sta
// holds: Microsoft.Storage/storageAccounts stb
var n = ['sta', 'stb']
var p = ['Disabled', 'Enabled']
module m 'modules/store.bicep' = [for (x, i) in n: { name: 'm${x}', params: { pna: p[1 - i], name: x } }]
