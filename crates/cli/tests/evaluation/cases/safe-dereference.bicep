// `.?` and `[?]` give null for what is absent.

var content = {
  rows: [
    {
      cell: 'full'
    }
  ]
}

resource farm 'Contoso.Web/farms@2023-05-01' = {
  name: 'f1'
  properties: content
}

output found object = {
  property: farm.?properties.rows[0].cell
  noProperty: farm.properties.?columns[0].cell
  element: farm.properties.rows[?0].cell
  noElement: farm.properties.rows[?5].cell
}
