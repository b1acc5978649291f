//! Fields that name no column of the stream.
//!
//! The service drops a property that the stream doesn't declare, and answers 204 all the same.

use azlogs_dcr::catalog::{DATE, STANDARD_COLUMNS};
use azlogs_dcr::{Code, Quoted, nearest};

use super::declaration::Declaration;
use super::listed;
use crate::attr::error;
use crate::case::RenameRule;
use crate::ctxt::Ctxt;
use crate::input::{Column, Record};

pub(super) fn check(ctxt: &mut Ctxt, record: &Record<'_>, declaration: &Declaration<'_>) {
    let is_declared = |name: &str| declaration.stream.column(name).is_some();
    let columns = record.columns();
    let mut unknown: Vec<_> = columns
        .filter(|column| column.is_sound && !is_declared(&column.name))
        .filter(|column| !declaration.leaves_type_to(column))
        .collect();
    if let Some(rule) = fitting_rule(record, &unknown, is_declared) {
        let (fixed, rest): (Vec<_>, Vec<_>) = unknown
            .into_iter()
            .partition(|column| column.name_by(rule).is_some_and(|name| is_declared(&name)));
        report_case(ctxt, record, &fixed, rule, declaration);
        unknown = rest;
    }
    for column in unknown {
        report(ctxt, record, column, declaration);
    }
}

/// The `rename_all` that would make columns of at least two of the fields, and take none from the others.
fn fitting_rule(
    record: &Record<'_>,
    unknown: &[&Column<'_>],
    is_declared: impl Fn(&str) -> bool,
) -> Option<RenameRule> {
    let fits =
        |column: &Column<'_>, rule| column.name_by(rule).is_none_or(|name| is_declared(&name));
    let fixed = |rule| {
        let fixed = unknown
            .iter()
            .filter(|column| column.spelled.is_none() && fits(column, rule));
        fixed.count()
    };
    // The last of equals is taken, so the likelier ones come last.
    RenameRule::ALL
        .into_iter()
        .rev()
        .filter(|&rule| {
            let mut known = record.columns().filter(|column| is_declared(&column.name));
            fixed(rule) >= 2 && known.all(|column| fits(column, rule))
        })
        .max_by_key(|&rule| fixed(rule))
}

/// One mistake, however many fields it concerns.
fn report_case(
    ctxt: &mut Ctxt,
    record: &Record<'_>,
    fixed: &[&Column<'_>],
    rule: RenameRule,
    declaration: &Declaration<'_>,
) {
    let message = format!(
        "stream {} has no columns {}",
        Quoted(&declaration.stream.name),
        listed(fixed.iter().map(|column| column.name.as_str())),
    );
    let finding = declaration
        .at(
            error(Code::UnknownColumn, message),
            &declaration.stream.place,
        )
        .help(format!(
            "it has them in another case: write `#[log_record(rename_all = {:?})]` on the struct",
            rule.as_str()
        ));
    match record.naming.renaming() {
        Some(renaming) => ctxt.error(&renaming.literal, &finding),
        None => ctxt.error(record.ident, &finding),
    }
}

fn report(
    ctxt: &mut Ctxt,
    record: &Record<'_>,
    column: &Column<'_>,
    declaration: &Declaration<'_>,
) {
    let stream = declaration.stream;
    let message = format!(
        "stream {} has no column {}",
        Quoted(&stream.name),
        Quoted(&column.name)
    );
    let finding = error(Code::UnknownColumn, message);
    // A column that has its field already isn't what this one meant.
    let free = || {
        let columns = stream.columns.iter().map(|declared| declared.name.as_str());
        columns.filter(|name| !record.columns().any(|column| column.name == *name))
    };
    let near = nearest(&column.name, free()).and_then(|name| stream.column(name));
    let finding = if stream.is_built_in && STANDARD_COLUMNS.contains(&column.name.as_str()) {
        let help =
            "the service fills it itself: leave the field out, or mark it `#[log_record(skip)]`";
        declaration.at(finding, &stream.place).help(help)
    } else if let Some(near) = near {
        declaration
            .at(finding, &near.place)
            .help(format!("did you mean {}?", Quoted(&near.name)))
    } else if stream.is_built_in {
        let help = format!(
            "it has {}, as documented on {DATE}; `#[log_record(column_type = \"string\")]` says the type of one that came later",
            listed(free())
        );
        declaration.at(finding, &stream.place).help(help)
    } else {
        let help = match free().next() {
            Some(_) => format!(
                "it has {}; `#[log_record(skip)]` leaves the field out",
                listed(free())
            ),
            None => {
                "every column has a field; `#[log_record(skip)]` leaves this one out".to_owned()
            }
        };
        declaration.at(finding, &stream.place).help(help)
    };
    ctxt.error(column.name_tokens(), &finding);
}
