//! Reads any bytes as a document with a data collection rule, whatever the file is called.

#![no_main]

use azlogs_dcr::Document;
use libfuzzer_sys::fuzz_target;

const FILES: [&str; 4] = ["rule.json", "main.tf", "plan.json", "main.bicep"];

fuzz_target!(|input: (u8, &[u8])| {
    let (file, text) = input;
    let document = Document::parse(FILES[usize::from(file) % FILES.len()], text);
    assert!(
        !document.rules().is_empty() || document.has_errors(),
        "nothing is read, and nothing is said"
    );
    for finding in document.check() {
        let place = finding.place.as_ref().expect("a finding has a place");
        assert!(document.text().get(place.span.clone()).is_some(), "{finding:?}");
    }
});
