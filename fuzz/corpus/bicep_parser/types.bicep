import { shared, 'odd-name' as odd } from 'types.bicep'
import * as more from 'br/public:avm/utl/types/avm-common-types:0.5.1'
extension microsoftGraphV1 as graph
extension kubernetes with {
  namespace: 'default'
  kubeConfig: loadTextContent('config')
}

@export()
@discriminator('kind')
type rule = allow | deny
type allow = {
  kind: 'allow'
  @description('Ports.')
  ports: int[]
  'source-range': string?
  *: (string | int)?
}
type deny = { kind: 'deny', at: [int, string?, bool[]] }
type size =
  | 'small'
  | 'large'
  | -1
  | null
type props = resourceInput<'Microsoft.Storage/storageAccounts@2023-05-01'>.properties
type element = shared.list[*].inner.*
type nonNull = more.other!

@export()
func join(parts string[], by string) string => reduce(parts, '', (a, b) =>
  '${a}${by}${b}')

assert positive = length([1, 2]) > 0
test one 'main.test.bicep' = {
  params: { a: 1 }
}
