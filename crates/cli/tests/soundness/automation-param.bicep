// unknown: Microsoft.Automation/automationAccounts aux
param p bool
resource a 'Microsoft.Automation/automationAccounts@2023-11-01' = {
  name: 'aux'
  location: 'westeurope'
  properties: { sku: { name: 'Basic' }, publicNetworkAccess: p }
}
