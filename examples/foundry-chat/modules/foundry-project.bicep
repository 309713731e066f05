// The project in which agents live. Its capability host names a store of ours for threads, files and vectors: without
// one, they would sit in stores that Microsoft runs for all its customers.

param location string
param tags object
param accountName string
param agentIdentityId string
param agentPrincipalId string
param cosmosName string
param storageName string
param searchName string

resource cosmos 'Microsoft.DocumentDB/databaseAccounts@2026-03-15' existing = {
  name: cosmosName
}

resource storage 'Microsoft.Storage/storageAccounts@2026-04-01' existing = {
  name: storageName
}

resource search 'Microsoft.Search/searchServices@2025-05-01' existing = {
  name: searchName
}

resource account 'Microsoft.CognitiveServices/accounts@2026-03-01' existing = {
  name: accountName
}

resource project 'Microsoft.CognitiveServices/accounts/projects@2026-03-01' = {
  parent: account
  name: 'chat'
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${agentIdentityId}': {}
    }
  }
  properties: {
    displayName: 'Chat'
    description: 'Agents that answer the chat.'
  }

  // One after the other: Foundry refuses two changes to a project at a time.
  resource threads 'connections' = {
    name: 'threads'
    properties: {
      category: 'CosmosDb'
      authType: 'AAD'
      target: cosmos.properties.documentEndpoint
      metadata: {
        ApiType: 'Azure'
        ResourceId: cosmos.id
        location: location
      }
    }
  }

  resource files 'connections' = {
    name: 'files'
    properties: {
      category: 'AzureStorageAccount'
      authType: 'AAD'
      target: storage.properties.primaryEndpoints.blob
      metadata: {
        ApiType: 'Azure'
        ResourceId: storage.id
        location: location
      }
    }
    dependsOn: [
      threads
    ]
  }

  resource vectors 'connections' = {
    name: 'vectors'
    properties: {
      category: 'CognitiveSearch'
      authType: 'AAD'
      target: 'https://${search.name}.search.windows.net/'
      metadata: {
        ApiType: 'Azure'
        ResourceId: search.id
        location: location
      }
    }
    dependsOn: [
      files
    ]
  }

  resource agents 'capabilityHosts' = {
    name: 'agents'
    properties: {
      #disable-next-line BCP037 // The service asks for it; the published type does not know it yet.
      capabilityHostKind: 'Agents'
      threadStorageConnections: [threads.name]
      storageConnections: [files.name]
      vectorStoreConnections: [vectors.name]
    }
  }
}

// The capability host creates the database, so that the right to its contents, and to no other database, comes after.
resource agentsMayUseThreads 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2026-03-15' = {
  parent: cosmos
  name: guid(cosmos.id, agentPrincipalId, 'threads')
  properties: {
    roleDefinitionId: '${cosmos.id}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000002' // Data contributor.
    principalId: agentPrincipalId
    scope: '${cosmos.id}/dbs/enterprise_memory'
  }
  dependsOn: [
    project::agents
  ]
}

output projectName string = project.name
