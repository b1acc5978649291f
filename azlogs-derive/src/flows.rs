//! The data flows of a rule's file, followed to their tables once for all rows that name the files.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use azlogs_dcr::Document;
use azlogs_kql::dcr::{Followed, follow};

use crate::rule_file::RuleFile;

/// By the paths of the rule's file and the table's.
type Key = (String, Option<String>);

/// What was followed, and the documents as they were then: as long as these are the same ones, it is true.
struct Entry {
    rule: Arc<Document>,
    table: Option<Arc<Document>>,
    followed: Arc<Followed>,
}

/// What this process has followed.
static CACHE: LazyLock<Mutex<HashMap<Key, Entry>>> = LazyLock::new(Mutex::default);

/// Follows the flows of a rule's file, with the table of another.
pub(crate) fn followed(rule: &RuleFile, table: Option<&RuleFile>) -> Arc<Followed> {
    let key = (rule.path.clone(), table.map(|table| table.path.clone()));
    let document = table.map(|table| &table.document);
    let lock = || CACHE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(entry) = lock().get(&key)
        && entry.is_of(&rule.document, document)
    {
        return Arc::clone(&entry.followed);
    }
    let tables = document.map(|document| document.tables());
    let followed = Arc::new(follow(&rule.document, tables.unwrap_or_default()));
    let entry = Entry {
        rule: Arc::clone(&rule.document),
        table: document.cloned(),
        followed: Arc::clone(&followed),
    };
    lock().insert(key, entry);
    followed
}

impl Entry {
    fn is_of(&self, rule: &Arc<Document>, table: Option<&Arc<Document>>) -> bool {
        let same_table = match (&self.table, table) {
            (None, None) => true,
            (Some(own), Some(other)) => Arc::ptr_eq(own, other),
            _ => false,
        };
        Arc::ptr_eq(&self.rule, rule) && same_table
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proc_macro2::TokenStream;
    use syn::{Item, parse_quote};

    use crate::record::derive;
    use crate::watched::Watched;

    /// What might end a literal, or begin something in Rust or in KQL.
    const HOSTILE: [&str; 12] = [
        "\"",
        "\\",
        "*/ fn x() {}",
        "\0",
        "\u{202e}",
        "{}",
        "source | extend",
        "source | project ['\"#']",
        "source | where a == '\"); fn escaped() {} //'",
        "source\r\n| project TimeGenerated = now(), a = (((((",
        "let f = (x:string) { x }; source | extend b = f(f(a)",
        "日志 | extend é",
    ];

    fn expanded(kql: &str) -> TokenStream {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("dcr.json");
        let rule = serde_json::json!({
            "streamDeclarations": { "Custom-A": { "columns": [
                { "name": "a", "type": "string" }, { "name": "TimeGenerated", "type": "datetime" }
            ] } },
            "dataFlows": [{ "streams": ["Custom-A"], "outputStream": "Custom-A_CL", "transformKql": kql }],
        });
        fs::write(&path, rule.to_string()).unwrap();
        let path = path.to_str().unwrap();
        let row = parse_quote! {
            #[log_record(dcr = #path, stream = "Custom-A")]
            struct Row { a: String, #[log_record(column = "TimeGenerated")] time: Time }
        };
        derive(&row, &Watched::default())
    }

    #[test]
    fn a_hostile_transform_stays_in_its_message() {
        for kql in HOSTILE {
            for kql in [
                kql.to_owned(),
                format!("source | project TimeGenerated // {kql}"),
            ] {
                let file: syn::File = syn::parse2(expanded(&kql)).unwrap();
                let known = |item: &Item| match item {
                    Item::Macro(item) => item
                        .mac
                        .path
                        .segments
                        .last()
                        .is_some_and(|name| name.ident == "compile_error"),
                    Item::Const(item) => item.ident == "_",
                    _ => false,
                };
                assert!(file.items.iter().all(known), "{kql}");
            }
        }
    }

    #[test]
    fn a_field_that_no_flow_keeps_is_named() {
        let code = expanded("source | project TimeGenerated").to_string();
        assert!(code.contains("no data flow keeps column `a`"), "{code}");
        assert!(
            !expanded("source | extend b = a")
                .to_string()
                .contains("no data flow")
        );
    }
}
