//! Rules with any text as their transform.

use azlogs_dcr::Document;
use azlogs_kql::dcr::follow;
use proptest::prelude::*;

/// Text of what transforms are made of, and of what they aren't.
fn any_kql() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("source".to_owned()),
        Just(" | extend ".to_owned()),
        Just(" | project ".to_owned()),
        Just("TimeGenerated".to_owned()),
        Just("a".to_owned()),
        Just("['a']".to_owned()),
        Just(" = ".to_owned()),
        Just(" | where ".to_owned()),
        Just("todatetime(".to_owned()),
        Just("let f = (x:string) {".to_owned()),
        Just("\n".to_owned()),
        ".{0,6}",
        "[\"'\\\\`(){}\\[\\]|;,.@$%]{1,3}",
    ];
    prop::collection::vec(word, 0..14).prop_map(|words| words.concat())
}

proptest! {
    #[test]
    fn every_finding_is_within_the_transforms_literal(kql in any_kql()) {
        let rule = serde_json::json!({
            "streamDeclarations": { "Custom-A": { "columns": [ { "name": "a", "type": "string" } ] } },
            "dataFlows": [ { "streams": ["Custom-A"], "outputStream": "Custom-A_CL", "transformKql": kql } ],
        });
        let text = serde_json::to_string_pretty(&rule).expect("JSON");
        let document = Document::parse("dcr.json", text.as_bytes());
        let literal = text.find("\"transformKql\": ").expect("it is there") + "\"transformKql\": ".len();
        let end = literal + text[literal..].find('\n').unwrap_or(text.len() - literal);
        let followed = follow(&document, &[]);
        for finding in followed.check().iter().filter(|finding| finding.code != azlogs_dcr::Code::DroppedColumn) {
            let place = finding.place.as_ref().expect("a place");
            prop_assert!(text.is_char_boundary(place.span.start) && text.is_char_boundary(place.span.end));
            prop_assert!(literal <= place.span.start && place.span.end <= end, "{finding:?}");
        }
        prop_assert!(followed.diagnostics().len() <= followed.check().len());
    }
}
