// Functions that call each other and lambdas.

func spaced(words string[]) string => join(words, ' ')
func welcome(words string[]) string => 'Welcome ${spaced(words)}.'

func fill(text string, values object) string => reduce(
  map(items(values), i => { key: i.key, value: i.value, text: '' }),
  { text: text },
  (done, next) => { text: replace(done.text, next.key, next.value) }).text

output composed string = welcome(['Grace', 'Hopper'])
output filled string = fill('Welcome #given #family.', {
  '#given': 'Grace'
  '#family': 'Hopper'
})
