// fails: Microsoft.Storage/storageAccounts stx
param p string?
module m 'modules/store-default.bicep' = {
  name: 'm'
  params: { pna: p ?? 'Enabled' }
}
