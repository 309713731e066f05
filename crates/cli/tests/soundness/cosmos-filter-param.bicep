// unknown: Microsoft.DocumentDB/databaseAccounts cox
param f bool
resource a 'Microsoft.DocumentDB/databaseAccounts@2024-05-15' = {
  name: 'cox'
  location: 'westeurope'
  properties: { databaseAccountOfferType: 'Standard', locations: [{ locationName: 'westeurope' }], isVirtualNetworkFilterEnabled: f }
}
