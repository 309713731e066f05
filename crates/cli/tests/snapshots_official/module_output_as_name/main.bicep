// The output of one module is known early enough to name a resource in another.

module first 'first.bicep' = {}

module second 'second.bicep' = {
  params: {
    name: first.outputs.fixed
  }
}
