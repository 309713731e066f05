param
param a strin =
var b = {
  c: [
    1 +
    2
  d = 'unterminated
  'e${f: 3
}
resource = 'x' if {
@secure
@
output g string = "double"
module h './x.bicep' = [for i in: {
type j = { k string, *: }
import { l from
var m = (1, 2
