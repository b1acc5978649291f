//! The grammar of `#[log_record(…)]` and `#[log_column(…)]`: words, each known, each once, with a value or without.

use azlogs_dcr::{Code, Diagnostic, Quoted, Severity, nearest};
use quote::ToTokens;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Lit, LitStr, Meta, Token};

use crate::ctxt::Ctxt;

/// The words that a helper attribute takes at one place.
pub(super) struct Grammar {
    /// The attribute: `log_record`.
    pub(super) helper: &'static str,
    /// Where it stands: `a field`.
    pub(super) place: &'static str,
    /// The words it takes there.
    pub(super) words: &'static [Word],
    /// The words it takes elsewhere, and where that is.
    pub(super) elsewhere: (&'static [Word], &'static str),
}

/// A word, and an example of its value where it takes one.
pub(super) struct Word(pub(super) &'static str, pub(super) Option<&'static str>);

/// The words that were found, each once and in its form.
pub(super) struct Items(Vec<Item>);

struct Item {
    word: &'static str,
    meta: Meta,
    value: Option<LitStr>,
}

impl Grammar {
    /// Reads every such attribute among `attrs`. What is wrong is reported and left out.
    pub(super) fn read(&self, ctxt: &mut Ctxt, attrs: &[Attribute]) -> Items {
        let mut items: Vec<Item> = Vec::new();
        for attr in attrs.iter().filter(|a| a.path().is_ident(self.helper)) {
            for meta in self.metas(ctxt, attr) {
                let Some(item) = self.item(ctxt, meta) else {
                    continue;
                };
                if items.iter().any(|other| other.word == item.word) {
                    let message = format!("`{}` is there twice", item.word);
                    ctxt.error(&item.meta, &error(Code::DuplicateAttribute, message));
                } else {
                    items.push(item);
                }
            }
        }
        Items(items)
    }

    fn metas(&self, ctxt: &mut Ctxt, attr: &Attribute) -> Vec<Meta> {
        let Meta::List(list) = &attr.meta else {
            let message = format!("`#[{}]` needs words in parentheses", self.helper);
            let finding = error(Code::AttributeForm, message);
            ctxt.error(&attr.meta, &finding.help(self.forms()));
            return Vec::new();
        };
        match list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated) {
            Ok(metas) => metas.into_iter().collect(),
            Err(error) => {
                ctxt.syn_error(error);
                Vec::new()
            }
        }
    }

    fn item(&self, ctxt: &mut Ctxt, meta: Meta) -> Option<Item> {
        let found = meta.path().get_ident().map_or_else(
            || meta.path().to_token_stream().to_string(),
            ToString::to_string,
        );
        let Some(word) = self.words.iter().find(|word| word.0 == found) else {
            ctxt.error(meta.path(), &self.unknown(&found));
            return None;
        };
        match word.value(&meta) {
            Ok(value) => Some(Item {
                word: word.0,
                meta,
                value,
            }),
            Err(what) => {
                let finding = error(Code::AttributeForm, format!("`{}` {what}", word.0));
                ctxt.error(&meta, &finding.help(format!("write {}", word.form())));
                None
            }
        }
    }

    fn unknown(&self, found: &str) -> Diagnostic {
        if self.elsewhere.0.iter().any(|word| word.0 == found) {
            let message = format!("`{found}` can't be on {}", self.place);
            let help = format!("it belongs on {}", self.elsewhere.1);
            return error(Code::UnknownAttribute, message).help(help);
        }
        let (helper, place) = (self.helper, self.place);
        let message = format!("`{helper}` knows no {} on {place}", Quoted(found));
        let help = match nearest(found, self.words.iter().map(|word| word.0)) {
            Some(word) => format!("did you mean `{word}`?"),
            None => self.forms(),
        };
        error(Code::UnknownAttribute, message).help(help)
    }

    /// All that can be written there.
    fn forms(&self) -> String {
        let forms: Vec<_> = self.words.iter().map(Word::form).collect();
        format!("on {} it takes {}", self.place, forms.join(", "))
    }
}

impl Word {
    /// How the word is written.
    fn form(&self) -> String {
        match self.1 {
            None => format!("`{}`", self.0),
            Some(example) => format!("`{} = {example:?}`", self.0),
        }
    }

    /// The value that was given, or what is wrong with the form in which the word was used.
    fn value(&self, meta: &Meta) -> Result<Option<LitStr>, &'static str> {
        match (self.1, meta) {
            (None, Meta::Path(_)) => Ok(None),
            (None, _) => Err("takes no value"),
            (Some(_), Meta::NameValue(pair)) => match string(&pair.value) {
                Some(literal) => Ok(Some(literal.clone())),
                None => Err("takes a string literal"),
            },
            (Some(_), _) => Err("needs a value"),
        }
    }
}

impl Items {
    /// The word as it stands there.
    pub(super) fn meta(&self, word: &str) -> Option<&Meta> {
        let found = self.0.iter().find(|item| item.word == word);
        found.map(|item| &item.meta)
    }

    /// Whether the word is there.
    pub(super) fn has(&self, word: &str) -> bool {
        self.meta(word).is_some()
    }

    /// Whether no word is there.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The word's value.
    pub(super) fn string(&self, word: &str) -> Option<&LitStr> {
        let found = self.0.iter().find(|item| item.word == word);
        found.and_then(|item| item.value.as_ref())
    }

    /// The word's value, as the Rust that it has to be.
    pub(super) fn parse<T>(
        &self,
        ctxt: &mut Ctxt,
        word: &str,
        (what, parser): (&str, fn(ParseStream<'_>) -> syn::Result<T>),
    ) -> Option<T> {
        let literal = self.string(word)?;
        if let Ok(parsed) = literal.parse_with(parser) {
            return Some(parsed);
        }
        let message = format!("{} is no {what}", Quoted(&literal.value()));
        ctxt.error(literal, &error(Code::AttributeForm, message));
        None
    }

    /// Reports the second of two words that can't both apply.
    pub(super) fn refuse_both(&self, ctxt: &mut Ctxt, first: &str, second: &str, why: &str) {
        if let (Some(_), Some(meta)) = (self.meta(first), self.meta(second)) {
            let message = format!("`{second}` doesn't go with `{first}`");
            ctxt.error(meta, &error(Code::AttributeConflict, message).help(why));
        }
    }
}

/// The literal, also where a `macro_rules!` fragment wraps it.
pub(super) fn string(expr: &Expr) -> Option<&LitStr> {
    match expr {
        Expr::Group(group) => string(&group.expr),
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(string) if string.suffix().is_empty() => Some(string),
            _ => None,
        },
        _ => None,
    }
}

/// A finding that stops the build.
pub(crate) fn error(code: Code, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, Severity::Error, message)
}
