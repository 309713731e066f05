// A conditional that selects a module, then reads its output.

param first bool

module one 'selected-module.child.bicep' = {
  name: 'one'
  params: {
    text: 'left'
  }
}

module two 'selected-module.child.bicep' = {
  name: 'two'
  params: {
    text: 'right'
  }
}

var chosen = first ? one : two
var nested = true ? (first ? one : two) : two

output one string = one.outputs.wrapped.text
output two string = two.outputs.wrapped.text
output direct string = (first ? one : two).outputs.wrapped.text
output chosen string = chosen.outputs.wrapped.text
output nested string = nested.outputs.wrapped.text
