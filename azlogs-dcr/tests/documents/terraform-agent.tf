resource "azurerm_monitor_data_collection_rule" "sys" {
  name = "dcr-sys"
  kind = "Linux"
  data_sources {
    syslog {
      facility_names = ["*"]
      log_levels     = ["*"]
      name           = "s"
      streams        = ["Microsoft-Syslog"]
    }
    log_file {
      name          = "l"
      format        = "text"
      streams       = ["Custom-Text"]
      file_patterns = ["/var/log/x"]
    }
  }
  stream_declaration {
    stream_name = "Custom-Text"
    column {
      name = "TimeGenerated"
      type = "datetime"
    }
    column {
      name = "RawData"
      type = "string"
    }
  }
  data_flow {
    streams      = ["Microsoft-Syslog"]
    destinations = ["w"]
  }
  data_flow {
    streams       = ["Custom-Text"]
    destinations  = ["w"]
    output_stream = "Custom-Text_CL"
  }
}
data "azurerm_monitor_data_collection_rule" "existing" {
  name                = "other"
  resource_group_name = "rg"
}
