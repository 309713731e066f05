// unknown: Microsoft.Storage/storageAccounts stx
module m 'modules/store.bicep' = {
  name: 'm'
  params: { pna: 'Enabled' }
}
module n 'modules/store.bicep' = {
  name: 'n'
  params: { pna: 'Disabled' }
}
