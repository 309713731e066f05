// unknown: Microsoft.DocumentDB/databaseAccounts cox
resource a 'Microsoft.DocumentDB/databaseAccounts@2019-12-12' = {
  name: 'cox'
  location: 'westeurope'
  properties: { databaseAccountOfferType: 'Standard', locations: [{ locationName: 'westeurope' }], ipRules: [{ ipAddressOrRange: '10.0.0.1' }] }
}
