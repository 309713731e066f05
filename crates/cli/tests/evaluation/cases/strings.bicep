// What interpolation makes of each type, escapes, and a verbatim string.

var flag = true
var count = -3
var word = 'hi'
var record = {
  k: 'v'
  'x-y': [1]
}
var list = [
  false
  7
  'z'
]

output plain string = word
output mixed string = '<${flag}|${count}|${word}|${record}|${list}>'
output escaped string = 'a\tb\\c\'d\${e}\u{48}\r\n'
output verbatim string = '''
first
  second \n ${not} \'''
