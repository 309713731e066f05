// unknown: Microsoft.OperationalInsights/workspaces lax
param q string
resource d 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'lax'
  location: 'x'
  properties: { publicNetworkAccessForIngestion: 'Disabled', publicNetworkAccessForQuery: q }
}
