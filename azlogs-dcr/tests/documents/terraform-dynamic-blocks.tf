variable "streams" {
  type = map(object({ columns = map(string), table = optional(string) }))
  default = {
    Orders = { columns = { TimeGenerated = "datetime", Amount = "real" } }
    Views  = { columns = { TimeGenerated = "datetime", Path = "string" }, table = "PageViews_CL" }
  }
}
locals {
  prefix = "Custom-"
  names  = { for k, v in var.streams : k => "${local.prefix}${k}" }
}
resource "azurerm_monitor_data_collection_rule" "this" {
  name                = "dcr-dynamic"
  resource_group_name = azurerm_resource_group.rg.name
  location            = azurerm_resource_group.rg.location
  kind                = "Direct"
  destinations {
    log_analytics {
      workspace_resource_id = azurerm_log_analytics_workspace.ws.id
      name                  = "ws"
    }
  }
  dynamic "stream_declaration" {
    for_each = var.streams
    content {
      stream_name = local.names[stream_declaration.key]
      dynamic "column" {
        for_each = stream_declaration.value.columns
        iterator = col
        content {
          name = col.key
          type = col.value
        }
      }
    }
  }
  dynamic "data_flow" {
    for_each = local.names
    content {
      streams       = [data_flow.value]
      destinations  = ["ws"]
      output_stream = "Custom-${coalesce(lookup(var.streams, data_flow.key).table, "${data_flow.key}_CL")}"
      transform_kql = <<-KQL
        source
        | extend Extra = 1
        | project-away Extra
      KQL
    }
  }
}
