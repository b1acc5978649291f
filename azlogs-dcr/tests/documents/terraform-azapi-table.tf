resource "azurerm_resource_group_template_deployment" "t" {
  name             = "t"
  template_content = jsonencode({ resources = [{ type = "Microsoft.Insights/dataCollectionRules", name = "n", properties = { streamDeclarations = { "Custom-A" = { columns = [] } } } }] })
}
resource "azapi_resource" "table" {
  type = "Microsoft.OperationalInsights/workspaces/tables@2022-10-01"
  name = "A_CL"
  body = { properties = { schema = { name = "A_CL", columns = [{ name = "TimeGenerated", type = "dateTime" }, { name = "Id", type = "guid" }] } } }
}
resource "azapi_resource" "rule" {
  type = "Microsoft.Insights/dataCollectionRules@2023-03-11"
  name = "dcr-az"
  body = { kind = "Direct", properties = { streamDeclarations = { "Custom-A" = { columns = [{ name = "TimeGenerated", type = "datetime" }, { name = "Id", type = "string" }] } }, dataFlows = [{ streams = ["Custom-A"], destinations = ["w"], outputStream = "Custom-A_CL" }] } }
}
