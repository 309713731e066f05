using 'null-parameter-read.bicep'

param id = null
var prefixed = 'p-${id}'
param record = {
  direct: id
  viaVariable: prefixed
}
