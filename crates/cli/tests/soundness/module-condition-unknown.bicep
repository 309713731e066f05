// unknown: Microsoft.Storage/storageAccounts stx
param c bool
module m 'modules/store.bicep' = if (c) {
  name: 'm'
  params: { pna: 'Enabled' }
}
