//! From text to Terraform's blocks and attributes, within bounds.

use hcl_edit::structure::Body;

use crate::json::SyntaxError;
use crate::value::Span;

/// The longest text that is parsed. The parser takes its time for each byte.
const TEXT: usize = 8 << 20;

/// The most members of one object: the parser compares each with all before it.
const MEMBERS: usize = 5_000;

pub(super) fn parse(text: &str) -> Result<Body, SyntaxError> {
    let refused = |at: usize, message: &str| {
        Err(SyntaxError {
            span: Span { start: at, end: at },
            message: message.to_owned(),
        })
    };
    if text.len() > TEXT {
        return refused(0, "the file is larger than 8 MiB");
    }
    if let Some(at) = large_object(text) {
        return refused(at, "an object has more than 5000 members");
    }
    hcl_edit::parser::parse_body(text).map_err(|error| {
        let at = floor_char_boundary(text, error.location().offset());
        SyntaxError {
            span: Span { start: at, end: at },
            message: error.message().to_owned(),
        }
    })
}

/// Where an object begins that may have too many members. It may be text that looks like one.
fn large_object(text: &str) -> Option<usize> {
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => open.push((at, 0)),
            b'}' => {
                open.pop();
            }
            b'=' | b':' => {
                if let Some((begin, members)) = open.last_mut() {
                    *members += 1;
                    if *members > MEMBERS {
                        return Some(*begin);
                    }
                }
            }
            _ => {}
        }
    }
    None
}

fn floor_char_boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or_default()
}

/// Where a part of the configuration is.
pub(super) fn span(part: &impl hcl_edit::Span) -> Span {
    let range = part.span().unwrap_or_default();
    Span {
        start: range.start,
        end: range.end,
    }
}
