locals {
  dcr = jsondecode(file("${path.module}/dcr.json"))
  yml = yamldecode(file("${path.module}/streams.yaml"))
}
resource "azapi_resource" "dcr" {
  type      = "Microsoft.Insights/dataCollectionRules@2023-03-11"
  name      = "dcr-file"
  parent_id = azurerm_resource_group.rg.id
  body = {
    kind = "Direct"
    properties = {
      streamDeclarations = local.dcr.streamDeclarations
      dataFlows          = [for s in local.yml.streams : { streams = [s], destinations = ["ws"], outputStream = "${s}_CL" }]
    }
  }
}
resource "azapi_resource" "dcr2" {
  type      = "Microsoft.Insights/dataCollectionRules@2023-03-11"
  name      = "dcr-json"
  parent_id = azurerm_resource_group.rg.id
  body = jsonencode({
    properties = {
      dataCollectionEndpointId = azurerm_monitor_data_collection_endpoint.dce.id
      streamDeclarations       = { "Custom-J" = { columns = [{ name = "TimeGenerated", type = "datetime" }] } }
      dataFlows                = [{ streams = ["Custom-J"], destinations = ["ws"], outputStream = "Custom-J_CL" }]
    }
  })
}
