// unknown: Microsoft.DocumentDB/databaseAccounts cox
param r string
resource a 'Microsoft.DocumentDB/databaseAccounts@2020-03-01' = {
  name: 'cox'
  location: 'westeurope'
  properties: { databaseAccountOfferType: 'Standard', locations: [{ locationName: 'westeurope' }], ipRangeFilter: r }
}
