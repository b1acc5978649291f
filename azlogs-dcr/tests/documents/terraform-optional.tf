variable "tables" {
  description = "By name."
  type = map(object({
    columns = list(object({
      name = string
      type = optional(string, "string")
    }))
    kql = optional(string)
  }))
  default = {
    Orders = { columns = [{ name = "TimeGenerated", type = "datetime" }, { name = "Id" }] }
    Views  = { columns = [{ name = "TimeGenerated", type = "datetime" }], kql = "source | extend Seen = true" }
  }
}

variable "regions" {
  type    = set(string)
  default = ["west", "east", "west"]
}

resource "azapi_resource" "rule" {
  for_each  = var.regions
  type      = "Microsoft.Insights/dataCollectionRules@2023-03-11"
  name      = "dcr-${each.key}"
  parent_id = azurerm_resource_group.group.id
  body = {
    kind = "Direct"
    properties = {
      streamDeclarations = { for name, table in var.tables : "Custom-${name}" => { columns = table.columns } }
      destinations       = { logAnalytics = [{ name = "w", workspaceResourceId = var.workspace_id }] }
      dataFlows = [for name, table in var.tables : merge(
        { streams = ["Custom-${name}"], destinations = ["w"], outputStream = "Custom-${name}_CL" },
        table.kql == null ? {} : { transformKql = table.kql },
      )]
    }
  }
}
