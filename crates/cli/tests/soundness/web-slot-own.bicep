// holds: Microsoft.Web/sites wex
// fails: Microsoft.Web/sites/slots wex/sl
resource a 'Microsoft.Web/sites@2023-12-01' = {
  name: 'wex'
  location: 'westeurope'
  properties: { publicNetworkAccess: 'Disabled' }
}
resource sl 'Microsoft.Web/sites/slots@2023-12-01' = {
  parent: a
  name: 'sl'
  location: 'westeurope'
  properties: {}
}
