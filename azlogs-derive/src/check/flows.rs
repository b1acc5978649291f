//! A row against the ways that its stream's data flows take to the tables.

use azlogs_dcr::{Code, Diagnostic, Quoted, Severity};
use azlogs_kql::dcr::Followed;
use syn::LitStr;

use crate::ctxt::Ctxt;
use crate::input::Record;
use crate::rule_file::RuleFile;

/// Reports what Azure refuses of the flows, at the stream's name, and what the row fills for nothing, at the field.
pub(crate) fn check(ctxt: &mut Ctxt, record: &Record<'_>, file: &RuleFile, followed: &Followed) {
    let Some(stream) = &record.attrs.stream else {
        return;
    };
    let name = stream.value();
    report_errors(ctxt, stream, &name, followed);
    // Where the document is broken, a flow may be missing that keeps the column.
    if !file.document.has_errors() {
        report_dropped(ctxt, record, &name, file, followed);
    }
}

fn report_errors(ctxt: &mut Ctxt, stream: &LitStr, name: &str, followed: &Followed) {
    let errors = followed.diagnostics().iter().filter(|finding| {
        finding.severity == Severity::Error && finding.stream.as_deref() == Some(name)
    });
    for finding in errors {
        ctxt.error(stream, finding);
    }
}

/// Any of the rules that declare the stream may be the one that takes the row.
fn report_dropped(
    ctxt: &mut Ctxt,
    record: &Record<'_>,
    name: &str,
    file: &RuleFile,
    followed: &Followed,
) {
    let rules = file.document.rules().iter().enumerate();
    let rules: Vec<_> = rules
        .filter_map(|(index, rule)| Some((index, rule.stream(name)?)))
        .collect();
    for column in record.columns().filter(|column| column.is_sound) {
        let is_dropped = |index: usize| followed.is_dropped(index, name, &column.name);
        let declared = rules
            .first()
            .and_then(|(_, stream)| stream.column(&column.name));
        let (Some(declared), true) = (declared, rules.iter().all(|(index, _)| is_dropped(*index)))
        else {
            continue;
        };
        let message = format!(
            "no data flow keeps column {}: the field's values reach no table",
            Quoted(&column.name)
        );
        let finding = Diagnostic::new(Code::DroppedColumn, Severity::Warning, message)
            .at(file.document.file(), declared.place.clone())
            .help("keep it in the transform, or leave the field out");
        ctxt.warn(column.member, column.allows_deprecated, &finding);
    }
}
