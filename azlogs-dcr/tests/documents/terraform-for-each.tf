variable "rules" {
  type = set(string)
}
resource "azurerm_monitor_data_collection_rule" "each" {
  for_each            = var.rules
  name                = "dcr-${each.key}"
  resource_group_name = "rg"
  location            = "westeurope"
  kind                = "Direct"
  destinations {
    log_analytics {
      workspace_resource_id = data.azurerm_log_analytics_workspace.ws.id
      name                  = "ws"
    }
  }
  stream_declaration {
    stream_name = "Custom-${title(each.value)}"
    column {
      name = "TimeGenerated"
      type = "datetime"
    }
  }
  data_flow {
    streams       = ["Custom-${title(each.value)}"]
    destinations  = ["ws"]
    output_stream = "Custom-${title(each.value)}_CL"
  }
}
