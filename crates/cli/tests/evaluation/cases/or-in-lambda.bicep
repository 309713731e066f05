// A disjunction of case-sensitive searches in a filter (issue 8798).

var boats = [
  { name: 'Bela', crew: ['Jo', 'Al'] }
  { name: 'Cleo', crew: ['Flo'] }
  { name: 'Dore', crew: [] }
  { name: 'Max', crew: ['Zoe'] }
]

output found array = filter(boats, b => (contains(b.name, 'C') || contains(b.name, 'a')))
