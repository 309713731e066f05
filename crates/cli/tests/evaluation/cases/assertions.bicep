// The experimental `assert`: needs `assertions` in bicepconfig.json.

param label string
param stage string
param place string

var limit = 10

assert short = length(label) < limit
assert northern = contains(place, 'north')
assert isTest = stage == 'test'
