// holds: Microsoft.Automation/automationAccounts aux
resource a 'Microsoft.Automation/automationAccounts@2023-11-01' = {
  name: 'aux'
  location: 'westeurope'
  properties: { sku: { name: 'Basic' }, publicNetworkAccess: false }
}
