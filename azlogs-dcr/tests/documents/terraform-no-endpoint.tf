resource "azurerm_monitor_data_collection_rule" "app" {
  name                = "dcr-app"
  resource_group_name = azurerm_resource_group.group.name
  location            = azurerm_resource_group.group.location

  destinations {
    log_analytics {
      workspace_resource_id = azurerm_log_analytics_workspace.workspace.id
      name                  = "workspace"
    }
  }

  stream_declaration {
    stream_name = "Custom-App"
    column {
      name = "TimeGenerated"
      type = "datetime"
    }
  }

  data_flow {
    streams       = ["Custom-App"]
    destinations  = ["workspace"]
    output_stream = "Custom-App_CL"
  }
}
