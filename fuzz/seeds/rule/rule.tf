resource "azurerm_monitor_data_collection_rule" "r" {
  name = "r"
  stream_declaration {
    stream_name = "Custom-${local.a}"
    column {
      name = "TimeGenerated"
      type = "datetime"
    }
  }
}
locals { a = upper("x") }
