param location string = resourceGroup().location
resource rule 'Microsoft.Insights/dataCollectionRules@2023-03-11' = {
  name: 'dcr'
  location: location
}
