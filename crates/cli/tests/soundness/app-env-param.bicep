// unknown: Microsoft.App/containerApps apx
param e string
resource a 'Microsoft.App/containerApps@2025-07-01' = {
  name: 'apx'
  location: 'x'
  properties: { environmentId: e, configuration: { ingress: { external: true, targetPort: 80 } } }
}
