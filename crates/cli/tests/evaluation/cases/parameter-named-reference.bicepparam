using 'parameter-named-reference.bicep'

param first = { reference: 'one' }
param second = union(first, { reference: 'two' })
