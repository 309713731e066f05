// fail() in the branch that is taken stops the evaluation and says which variable.

param broken bool

var checked = broken ? fail('broken must not be set') : 'fine'
