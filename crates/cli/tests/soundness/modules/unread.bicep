module x 'not-there.bicep' = { name: 'x' }
