# Written by azlogs from the types of the rows: change those, and write it again.

variable "rule_name" {
  description = "The name of the data collection rule."
  type        = string
  default     = "shop"
}

variable "location" {
  description = "The region: that of the workspace."
  type        = string
}

variable "resource_group_id" {
  description = "The resource id of the resource group that gets the rule."
  type        = string
}

variable "publishers" {
  description = "The object ids of who may send rows: they get the role Monitoring Metrics Publisher on the rule. The keys are names of your choice."
  type        = map(string)
  default     = {}
}

resource "azapi_resource" "rule" {
  type      = "Microsoft.Insights/dataCollectionRules@2023-03-11"
  name      = var.rule_name
  parent_id = var.resource_group_id
  location  = var.location
  body = {
    kind = "Direct"
    properties = {
      description = "What happens in the shop"
      streamDeclarations = {
        "Custom-ShopOrders" = {
          columns = [
            { name = "TimeGenerated", type = "datetime" },
            { name = "CorrelationId", type = "string" },
            { name = "Amount", type = "real" },
            { name = "Items", type = "dynamic" },
            { name = "Payment", type = "string" },
          ]
        }
        "Custom-ShopViews" = {
          columns = [
            { name = "Path", type = "string" },
            { name = "DurationMs", type = "real" },
          ]
        }
      }
      destinations = {
        logAnalytics = [
          { workspaceResourceId = var.workspace_id, name = "workspace" },
        ]
      }
      dataFlows = [
        {
          streams      = ["Custom-ShopOrders"]
          destinations = ["workspace"]
          transformKql = "source | extend CorrelationId = toguid(CorrelationId)"
          outputStream = "Custom-ShopOrders_CL"
        },
        {
          streams      = ["Custom-ShopViews"]
          destinations = ["workspace"]
          transformKql = "source | extend TimeGenerated = now()"
          outputStream = "Custom-ShopViews_CL"
        },
      ]
    }
  }
  response_export_values = ["properties.immutableId", "properties.endpoints.logsIngestion"]
  depends_on             = [azapi_resource.table_ShopOrders_CL, azapi_resource.table_ShopViews_CL]
}

resource "azurerm_role_assignment" "publisher" {
  for_each             = var.publishers
  scope                = azapi_resource.rule.id
  role_definition_name = "Monitoring Metrics Publisher"
  principal_id         = each.value
}

output "immutable_id" {
  description = "What a client calls the rule."
  value       = azapi_resource.rule.output.properties.immutableId
}

output "logs_ingestion_endpoint" {
  description = "Where a client sends rows."
  value       = azapi_resource.rule.output.properties.endpoints.logsIngestion
}
