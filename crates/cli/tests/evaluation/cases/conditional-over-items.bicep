// A conditional that chooses between arrays, over items() (issue 8782).

param switches object

output constant array = map(items(switches), s => 3 == 4 ? ['on'] : ['off'])
output byKey array = map(items(switches), s => s.key == 'left' ? ['on'] : ['off'])
