# Written by azlogs from the types of the rows: change those, and write it again.

terraform {
  required_providers {
    azapi = {
      source  = "Azure/azapi"
      version = ">= 2.4"
    }
    azurerm = {
      source  = "hashicorp/azurerm"
      version = ">= 4.0"
    }
  }
}

variable "workspace_id" {
  description = "The resource id of the Log Analytics workspace that has the tables."
  type        = string
}

resource "azapi_resource" "table_ShopOrders_CL" {
  type      = "Microsoft.OperationalInsights/workspaces/tables@2025-02-01"
  name      = "ShopOrders_CL"
  parent_id = var.workspace_id
  body = {
    properties = {
      plan                 = "Analytics"
      totalRetentionInDays = 365
      schema = {
        name        = "ShopOrders_CL"
        description = "An order, as the shop took it."
        columns = [
          { name = "TimeGenerated", type = "dateTime" },
          { name = "CorrelationId", type = "guid", description = "The same in all that one request led to." },
          { name = "Amount", type = "real", description = "What the customer paid, in euros." },
          { name = "Items", type = "dynamic" },
          { name = "Payment", type = "string" },
        ]
      }
    }
  }
  response_export_values = []
}

resource "azapi_resource" "table_ShopViews_CL" {
  type      = "Microsoft.OperationalInsights/workspaces/tables@2025-02-01"
  name      = "ShopViews_CL"
  parent_id = var.workspace_id
  body = {
    properties = {
      plan = "Basic"
      schema = {
        name        = "ShopViews_CL"
        description = "A page that somebody looked at. The time is that of its arrival."
        columns = [
          { name = "TimeGenerated", type = "dateTime" },
          { name = "Path", type = "string" },
          { name = "DurationMs", type = "real", description = "How long the page took, in milliseconds." },
        ]
      }
    }
  }
  response_export_values = []
}
