param pna string
resource st 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 
