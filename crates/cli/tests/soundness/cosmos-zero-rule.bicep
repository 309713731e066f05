// fails: Microsoft.DocumentDB/databaseAccounts cox
resource a 'Microsoft.DocumentDB/databaseAccounts@2024-05-15' = {
  name: 'cox'
  location: 'westeurope'
  properties: { databaseAccountOfferType: 'Standard', locations: [{ locationName: 'westeurope' }], ipRules: [{ ipAddressOrRange: '0.0.0.0' }] }
}
