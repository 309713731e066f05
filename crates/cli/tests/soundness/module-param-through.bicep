// unknown: Microsoft.Storage/storageAccounts stx
param p string
module m 'modules/store.bicep' = {
  name: 'm'
  params: { pna: p }
}
