//! What stands on the type itself: `#[log_record(…)]` on a struct, `#[log_column(…)]` on a newtype or an enum.

use azlogs_dcr::{Code, Quoted, nearest};
use syn::{Attribute, LitStr, Meta, Path, parse_quote};

use super::grammar::{Items, error};
use super::words;
use crate::case::RenameRule;
use crate::ctxt::Ctxt;

/// `#[log_record(…)]` on a struct.
#[derive(Debug)]
pub(crate) struct RecordAttrs {
    /// The rule's file.
    pub(crate) dcr: Option<LitStr>,
    /// The stream's name.
    pub(crate) stream: Option<LitStr>,
    /// The file that describes the table.
    pub(crate) table: Option<LitStr>,
    /// How the fields' names become the columns'.
    pub(crate) rename_all: Option<Renaming>,
    /// Every column of the stream must have a field.
    pub(crate) exhaustive: Option<Meta>,
    /// Some columns for other records, no record itself.
    pub(crate) is_group: bool,
    /// The module has the attribute of that name, so that the compiler's `#[diagnostic]` can't be named there.
    pub(crate) no_implicit_prelude: bool,
    /// The path to azlogs.
    pub(crate) krate: Path,
    /// Nothing was wrong, so that what isn't here isn't in the source.
    pub(crate) is_sound: bool,
}

/// `#[log_column(…)]` on a newtype or an enum.
#[derive(Debug)]
pub(crate) struct ColumnAttrs {
    /// How the variants' names become texts.
    pub(crate) rename_all: Option<Renaming>,
    /// The path to azlogs.
    pub(crate) krate: Path,
}

/// A `rename_all`, and the literal that says so.
#[derive(Clone, Debug)]
pub(crate) struct Renaming {
    pub(crate) rule: RenameRule,
    pub(crate) literal: LitStr,
}

impl RecordAttrs {
    /// Reads them. What is wrong is reported and left out.
    pub(crate) fn read(ctxt: &mut Ctxt, attrs: &[Attribute]) -> Self {
        let before = ctxt.count();
        let items = words::ON_STRUCT.read(ctxt, attrs);
        let no_stream =
            "a group has no stream of its own: the record that it is flattened into has";
        for word in ["dcr", "stream", "table", "exhaustive"] {
            items.refuse_both(ctxt, "group", word, no_stream);
        }
        Self {
            dcr: items.string("dcr").cloned(),
            stream: items.string("stream").cloned(),
            table: items.string("table").cloned(),
            rename_all: Renaming::read(ctxt, items.string("rename_all")),
            exhaustive: items.meta("exhaustive").cloned(),
            is_group: items.has("group"),
            no_implicit_prelude: items.has("no_implicit_prelude"),
            krate: krate(ctxt, &items),
            is_sound: ctxt.count() == before,
        }
    }

    /// The stream's name; none only where that was reported.
    pub(crate) fn stream_name(&self) -> String {
        self.stream.as_ref().map(LitStr::value).unwrap_or_default()
    }
}

impl ColumnAttrs {
    /// Reads them. What is wrong is reported and left out.
    pub(crate) fn read(ctxt: &mut Ctxt, attrs: &[Attribute]) -> Self {
        let items = words::ON_TYPE.read(ctxt, attrs);
        Self {
            rename_all: Renaming::read(ctxt, items.string("rename_all")),
            krate: krate(ctxt, &items),
        }
    }
}

impl Renaming {
    fn read(ctxt: &mut Ctxt, literal: Option<&LitStr>) -> Option<Self> {
        let literal = literal?;
        let name = literal.value();
        if let Some(rule) = RenameRule::from_name(&name) {
            let literal = literal.clone();
            return Some(Self { rule, literal });
        }
        let names = RenameRule::ALL.map(RenameRule::as_str);
        let finding = error(
            Code::AttributeForm,
            format!("{} is no rule of `rename_all`", Quoted(&name)),
        );
        let help = match nearest(&name, names) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("the rules are {}", names.join(", ")),
        };
        ctxt.error(literal, &finding.help(help));
        None
    }
}

/// The path to azlogs: what `crate` says, else where cargo puts it.
fn krate(ctxt: &mut Ctxt, items: &Items) -> Path {
    items
        .parse(ctxt, "crate", ("path to a crate", Path::parse_mod_style))
        .unwrap_or_else(|| parse_quote!(::azlogs))
}
