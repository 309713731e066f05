// The id of an existing resource under each scope.

param farm string
param host string

resource here 'Contoso.Web/farms/hosts@2023-05-01' existing = {
  name: '${farm}/${host}'
}

resource inGroup 'Contoso.Web/farms/hosts@2023-05-01' existing = {
  name: '${farm}/${host}'
  scope: resourceGroup('rg-other')
}

resource inOtherSubscription 'Contoso.Web/farms/hosts@2023-05-01' existing = {
  name: '${farm}/${host}'
  scope: resourceGroup('b1d2c3a4-0f5e-4a6b-8c7d-9e0f1a2b3c4d', 'rg-other')
}

resource inTenant 'Contoso.Web/farms/hosts@2023-05-01' existing = {
  name: '${farm}/${host}'
  scope: tenant()
}

resource inSubscription 'Contoso.Web/farms/hosts@2023-05-01' existing = {
  name: '${farm}/${host}'
  scope: subscription()
}

resource inNamedSubscription 'Contoso.Web/farms/hosts@2023-05-01' existing = {
  name: '${farm}/${host}'
  scope: subscription('b1d2c3a4-0f5e-4a6b-8c7d-9e0f1a2b3c4d')
}

resource inManagementGroup 'Contoso.Web/farms/hosts@2023-05-01' existing = {
  name: '${farm}/${host}'
  scope: managementGroup('mg-platform')
}

resource extension 'Contoso.Guard/locks@2022-01-01' existing = {
  name: 'only'
  scope: inTenant
}

output here string = here.id
output inGroup string = inGroup.id
output inOtherSubscription string = inOtherSubscription.id
output inTenant string = inTenant.id
output inSubscription string = inSubscription.id
output inNamedSubscription string = inNamedSubscription.id
output inManagementGroup string = inManagementGroup.id
output extension string = extension.id
output name string = here.name
output type string = here.type
output apiVersion string = here.apiVersion
