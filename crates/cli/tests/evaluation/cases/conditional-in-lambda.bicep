// A conditional inside a lambda, and the same in a loop (issue 8782).

var records = [
  { name: 'gamma', count: 1 }
  { name: 'beta', count: 3 }
  { name: 'gamma', count: 0 }
  { name: 'alpha', count: 2 }
  { name: 'alpha', count: 0 }
]

output mapped array = map(records, r => {
  result: r.count > 0 ? r.name : r.name =~ 'GAMMA' ? 'GAMMA it is' : 'not gamma'
})

output looped array = [for r in records: {
  result: r.count > 0 ? r.name : r.name =~ 'GAMMA' ? 'GAMMA it is' : 'not gamma'
}]
