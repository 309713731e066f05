using 'external-input.bicep'

param count = int(externalInput('custom.binding', 'count'))
param link = string(externalInput('custom.uriForPath', {
  path: '/some/file'
}))
param combined = '${externalInput('custom.binding', '__A__')}_and_${externalInput('custom.binding', '__B__')}'
param parsed = json(externalInput('custom.binding', 'parsed'))
param flag = bool(externalInput('sys.cli'))

var number = int(externalInput('custom.binding', 'count'))
param viaVariable = number

param typed = json(externalInput('custom.binding', 'typed'))
param viaParameter = typed
param nested = {
  value: externalInput('custom.binding', 'count')
}
