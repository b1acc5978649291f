// Written by azlogs from the types of the rows: change those, and write it again.

@description('The name of the data collection rule.')
param ruleName string = 'shop'

@description('The region: that of the workspace.')
param location string = resourceGroup().location

@description('The resource id of the Log Analytics workspace that has the tables.')
param workspaceResourceId string

@description('The object ids of who may send rows: they get the role Monitoring Metrics Publisher on the rule.')
param principalIds array = []

@allowed([
  'ServicePrincipal'
  'User'
  'Group'
])
@description('What they are; a managed identity is a ServicePrincipal.')
param principalType string = 'ServicePrincipal'

resource rule 'Microsoft.Insights/dataCollectionRules@2023-03-11' = {
  name: ruleName
  location: location
  kind: 'Direct'
  properties: {
    description: 'What happens in the shop'
    streamDeclarations: {
      'Custom-ShopOrders': {
        columns: [
          {
            name: 'TimeGenerated'
            type: 'datetime'
          }
          {
            name: 'CorrelationId'
            type: 'string'
          }
          {
            name: 'Amount'
            type: 'real'
          }
          {
            name: 'Items'
            type: 'dynamic'
          }
          {
            name: 'Payment'
            type: 'string'
          }
        ]
      }
      'Custom-ShopViews': {
        columns: [
          {
            name: 'Path'
            type: 'string'
          }
          {
            name: 'DurationMs'
            type: 'real'
          }
        ]
      }
    }
    destinations: {
      logAnalytics: [
        {
          workspaceResourceId: workspaceResourceId
          name: 'workspace'
        }
      ]
    }
    dataFlows: [
      {
        streams: [
          'Custom-ShopOrders'
        ]
        destinations: [
          'workspace'
        ]
        transformKql: 'source | extend CorrelationId = toguid(CorrelationId)'
        outputStream: 'Custom-ShopOrders_CL'
      }
      {
        streams: [
          'Custom-ShopViews'
        ]
        destinations: [
          'workspace'
        ]
        transformKql: 'source | extend TimeGenerated = now()'
        outputStream: 'Custom-ShopViews_CL'
      }
    ]
  }
}

resource publishers 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for principalId in principalIds: {
  scope: rule
  name: guid(rule.id, principalId, '3913510d-42f4-4e42-8a64-420c390055eb')
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '3913510d-42f4-4e42-8a64-420c390055eb')
    principalId: principalId
    principalType: principalType
  }
}]

@description('What a client calls the rule.')
output immutableId string = rule.properties.immutableId

@description('Where a client sends rows.')
output logsIngestionEndpoint string = rule.properties.endpoints.logsIngestion
