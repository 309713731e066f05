// join() with several delimiters.

var parts = [
  'red'
  'green'
  'blue'
]

output none string = join(parts, '')
output semicolon string = join(parts, ';')
output words string = join([
  'one'
  'more'
  'time'
], ' - ')
output empty string = join([], ',')
