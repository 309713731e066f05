// holds: Microsoft.Databricks/workspaces dbx
resource d 'Microsoft.Databricks/workspaces@2024-05-01' = {
  name: 'dbx'
  location: 'x'
  sku: { name: 'premium' }
  properties: { managedResourceGroupId: 'x', publicNetworkAccess: 'Disabled', parameters: { enableNoPublicIp: { value: true } } }
}
