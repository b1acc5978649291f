# all columns in another file
resource "azurerm_monitor_data_collection_rule" "r" {
  for_each = local.rules
  name     = each.key
  kind     = "Direct"
  dynamic "stream_declaration" {
    for_each = each.value.streams
    content {
      stream_name = stream_declaration.value.name
      dynamic "column" {
        for_each = stream_declaration.value.columns
        content {
          name = column.value.name
          type = column.value.type
        }
      }
    }
  }
  data_flow {
    streams      = [for s in each.value.streams : s.name]
    destinations = ["w"]
  }
}
