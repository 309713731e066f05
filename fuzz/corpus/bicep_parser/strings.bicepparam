using none
param text = '''
line ''one''
\n
'''
var more = $$'''
a ${b} $${c} $$$
'''
param escaped = 'it\'s \u{1F4A1} \${x} \n'
