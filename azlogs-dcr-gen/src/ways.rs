//! Where the columns of the streams end.

use azlogs_dcr::{Column, Document, Rule, Stream, TableSchema};
use azlogs_kql::dcr::{Followed, TableColumn, follow};

/// The documents' data flows, each followed.
pub(crate) struct Ways<'a>(Vec<(&'a Document, Followed)>);

/// What becomes of a column.
pub(crate) enum End {
    /// It goes into these columns of tables, or nobody knows where.
    Columns(Vec<TableColumn>),
    /// Nothing of it is kept.
    Nowhere,
}

impl<'a> Ways<'a> {
    pub(crate) fn of(documents: &'a [Document], tables: &[TableSchema]) -> Self {
        let followed = documents.iter().map(|one| (one, follow(one, tables)));
        Self(followed.collect())
    }

    /// What was found in following a document's flows.
    pub(crate) fn followed(&self, document: &Document) -> Option<&Followed> {
        let mut all = self.0.iter();
        let one = all.find(|(other, _)| std::ptr::eq(*other, document));
        one.map(|(_, followed)| followed)
    }

    pub(crate) fn end_of(
        &self,
        document: &Document,
        rule: &Rule,
        stream: &Stream,
        column: &Column,
    ) -> End {
        let mut rules = document.rules().iter();
        let index = rules.position(|other| std::ptr::eq(other, rule));
        let (Some(followed), Some(index)) = (self.followed(document), index) else {
            return End::Columns(Vec::new());
        };
        if followed.is_dropped(index, &stream.name, &column.name) {
            return End::Nowhere;
        }
        End::Columns(followed.ends_of(index, &stream.name, &column.name))
    }
}
