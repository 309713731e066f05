resource k 'Microsoft.KeyVault/vaults@2023-07-01' existing = { name: 'kvy' }
output pna string = k.properties.publicNetworkAccess
