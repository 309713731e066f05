param pna string
param name string = 'stx'
resource st 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: 'westeurope'
  sku: { name: 'Standard_LRS' }
  kind: 'StorageV2'
  properties: { publicNetworkAccess: pna }
}
output id string = st.id
output pna string = st.properties.publicNetworkAccess
