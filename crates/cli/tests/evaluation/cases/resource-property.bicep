// A property of a declared resource is the declared value.

param level string

resource farm 'Contoso.Web/farms@2023-05-01' = {
  name: 'f1'
  properties: {
    level: level
  }
}

output level string = farm.properties.level
