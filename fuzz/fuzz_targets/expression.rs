//! Works out any text as an expression of an ARM template, where a column's name stands.

#![no_main]

use azlogs_dcr::Document;
use libfuzzer_sys::fuzz_target;
use serde_json::json;

fuzz_target!(|expression: &str| {
    let template = json!({
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
        "parameters": {
            "name": { "type": "string", "defaultValue": "Sensor" },
            "names": { "type": "array", "defaultValue": ["A", "B", 3, null, { "x": [1, 2] }] },
            "unknown": { "type": "string" }
        },
        "variables": { "of": "[parameters('name')]", "again": "[variables('again')]", "object": { "a": { "b": "c" } } },
        "resources": [{
            "type": "Microsoft.Insights/dataCollectionRules",
            "name": "rule",
            "properties": {
                "streamDeclarations": { "Custom-X": { "columns": [
                    { "name": "TimeGenerated", "type": "datetime" },
                    { "name": format!("[{expression}]"), "type": "string" }
                ] } },
                "dataFlows": [{ "streams": ["Custom-X"], "destinations": ["w"], "outputStream": "Custom-X_CL" }]
            }
        }]
    });
    let document = Document::parse("template.json", template.to_string().as_bytes());
    assert_eq!(document.rules().len(), 1, "the rule isn't lost over a column");
    let columns = &document.rules()[0].streams[0].columns;
    assert!(
        columns.len() == 2 || !document.diagnostics().is_empty(),
        "a column is lost, and nothing is said"
    );
});
