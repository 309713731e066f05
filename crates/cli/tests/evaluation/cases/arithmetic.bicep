// Integers: division and remainder cut towards zero.

var total = 2 + 5
var scaled = total * 6
var rest = scaled % 9
var ratio = rest / 4
var below = ratio - 20

output total int = total
output scaled int = scaled
output rest int = rest
output ratio int = ratio
output below int = below
output cut int = -7 / 2
output remainder int = -7 % 3
