// map, filter, sort, reduce, flatten and toObject, also nested and over nothing.

param boats array
param numbers array

var ranked = sort([
  { rank: 31, name: 'second' }
  { rank: 500, name: 'third' }
  { rank: 4, name: 'first' }
], (a, b) => int(a.rank) < int(b.rank))

output greetings array = map(boats, boat => 'Ahoy ${boat}')
output even array = filter(numbers, n => 0 == n % 2)
output evenBoats array = map(filter(numbers, i => contains(filter(numbers, j => 0 == j % 2), i)), i => boats[i])
output flat array = flatten([[0, 1], [2, 3], [4]])
output flatNothing array = flatten([])
output mapNothing array = map([], x => 'never ${x}')
output objects array = map(range(0, length(boats)), i => {
  i: i
  boat: boats[i]
})
output pairs array = flatten(map(range(1, 3), i => [
  i * 10
  (i * 10) + 1
]))
output equal array = filter(['p', 'q', 'r'], x => 'q' == x)
output filterNothing array = filter([], x => 'q' == x)
output sortedNumbers array = sort([6, 0, 12, -4, 6], (a, b) => a < b)
output sortedText array = sort(['pq', 'ab', 'gh'], (a, b) => a < b)
output reversedText array = sort(['pq', 'ab', 'gh'], (a, b) => a > b)
output ranked array = ranked
output sortNothing array = sort([], (a, b) => int(a) < int(b))
output glued string = reduce(['p', 'q', 'r'], '', (all, x) => concat(all, x))
output product int = reduce(range(1, 6), 1, (all, x) => all * x)
output merged object = reduce([{ p: 1 }, { q: 2 }, { r: 3 }], {}, (all, x) => union(all, x))
output reduceNothing int = reduce([], 9, (all, x) => all)
output byHundreds object = toObject([110, 250, 990], n => '${n / 100}')
output described object = toObject(numbers, n => 'n${n}', n => {
  even: (n % 2) == 0
  large: (n > 2)
})
output byName object = toObject(ranked, x => x.name)
