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
