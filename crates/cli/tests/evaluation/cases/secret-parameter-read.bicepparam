using 'secret-parameter-read.bicep'

param secret = getSecret('00000000-0000-0000-0000-000000000000', 'rg-case', 'kv-case', 'secret-name')
var prefixed = 'p-${secret}'
param record = {
  direct: secret
  viaVariable: prefixed
}
