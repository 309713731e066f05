// How many dollar signs open an expression inside a verbatim string.

var n = 7

output one string = $'''
[${n}]
[$${n}]
'''
output two string = $$'''
[${n}]
[$${n}]
'''
