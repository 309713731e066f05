// fails: Microsoft.OperationalInsights/workspaces lax
resource d 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'lax'
  location: 'x'
  properties: { publicNetworkAccessForIngestion: 'Disabled' }
}
