// Lambdas with the position as a last parameter, and the newer object functions.

func even(i int) bool => i % 2 == 0

output greetings string[] = map(
  ['Ada', 'Bela', 'Cleo'],
  (boat, i) => '${even(i) ? 'Port' : 'Starboard'} ${boat}')
output evenEntries string[] = filter(['p', 'q', 'r', 's'], (x, i) => even(i))
output evenGlued string = reduce(['p', 'q', 'r'], '', (all, x, i) => even(i) ? concat(all, x) : all)
output doubled object = mapValues({
  p: 4
  q: 5
}, v => v * 2)
output keys string[] = objectKeys({
  p: 4
  q: 5
})
output merged object = shallowMerge([{
  p: 4
}, {
  q: 5
}])
output groups object = groupBy([
  { kind: 'x', n: 1 }
  { kind: 'y', n: 2 }
  { kind: 'x', n: 3 }
], r => r.kind)
output groupedNumbers object = groupBy([
  { kind: 'x', n: 1 }
  { kind: 'y', n: 2 }
  { kind: 'x', n: 3 }
], r => r.kind, r => r.n)
