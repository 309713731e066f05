// A property of an existing resource is known at run time only, so it stays a term.

resource farm 'Contoso.Web/farms@2023-05-01' existing = {
  name: 'f1'
}

output level string = farm.properties.level
