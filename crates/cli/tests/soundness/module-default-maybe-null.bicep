// unknown: Microsoft.Storage/storageAccounts stx
param o object
module m 'modules/store-default.bicep' = {
  name: 'm'
  params: { pna: o.?pna }
}
