using './main.bicep'
extends 'base.bicepparam'

var base = 'rf'
param name = '${base}-${toLower('PROD')}'
param password = readEnvironmentVariable('PASSWORD', '')
param tags = {
  owner: az.getSecret('sub', 'rg', 'vault', 'owner')
}
extensionConfig graph with {
  version: '1.0'
}
