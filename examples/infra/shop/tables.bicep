// Written by azlogs from the types of the rows: change those, and write it again.

@description('The Log Analytics workspace, in the resource group that this is deployed to.')
param workspaceName string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' existing = {
  name: workspaceName
}

resource table1 'Microsoft.OperationalInsights/workspaces/tables@2025-02-01' = {
  parent: workspace
  name: 'ShopOrders_CL'
  properties: {
    plan: 'Analytics'
    totalRetentionInDays: 365
    schema: {
      name: 'ShopOrders_CL'
      description: 'An order, as the shop took it.'
      columns: [
        {
          name: 'TimeGenerated'
          type: 'dateTime'
        }
        {
          name: 'CorrelationId'
          type: 'guid'
          description: 'The same in all that one request led to.'
        }
        {
          name: 'Amount'
          type: 'real'
          description: 'What the customer paid, in euros.'
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
  }
}

resource table2 'Microsoft.OperationalInsights/workspaces/tables@2025-02-01' = {
  parent: workspace
  name: 'ShopViews_CL'
  properties: {
    plan: 'Basic'
    schema: {
      name: 'ShopViews_CL'
      description: 'A page that somebody looked at. The time is that of its arrival.'
      columns: [
        {
          name: 'TimeGenerated'
          type: 'dateTime'
        }
        {
          name: 'Path'
          type: 'string'
        }
        {
          name: 'DurationMs'
          type: 'real'
          description: 'How long the page took, in milliseconds.'
        }
      ]
    }
  }
}
