//! `format`.

use crate::Quoted;
use crate::template::functions::Call;
use crate::value::{Data, Value};
use crate::why::Wrong;

/// With `%s`, `%d`, `%v`, `%q` and `%%`.
pub(super) fn format(call: &Call<'_>) -> Result<Value, Wrong> {
    let mut rest = call.text(0)?;
    let mut values = call.arguments.iter().skip(1);
    let mut out = String::new();
    while let Some((before, verb)) = rest.split_once('%') {
        out.push_str(before);
        let zeros = verb.len() - verb.trim_start_matches('0').len();
        let digits = verb[zeros..].len()
            - verb[zeros..]
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .len();
        let width: usize = verb[zeros..zeros + digits].parse().unwrap_or_default();
        let verb = &verb[zeros + digits..];
        let Some(kind) = verb.chars().next() else {
            return Err(call.wrong("is given a format that ends in `%`"));
        };
        rest = &verb[kind.len_utf8()..];
        let text = match kind {
            '%' => "%".to_owned(),
            's' | 'd' | 'v' | 'q' => {
                let Some(value) = values.next() else {
                    return Err(call.wrong("is given fewer values than its format has"));
                };
                let text = match &value.data {
                    Data::Boolean(value) => value.to_string(),
                    _ => call.written(value)?,
                };
                if kind == 'q' {
                    format!("\"{text}\"")
                } else {
                    text
                }
            }
            other => {
                let message = format!("with {} isn't evaluated here", Quoted(&format!("%{other}")));
                return Err(call.wrong(message));
            }
        };
        let missing = width.min(1000).saturating_sub(text.chars().count());
        out.extend(std::iter::repeat_n(
            if zeros > 0 { '0' } else { ' ' },
            missing,
        ));
        call.spend((text.len() + missing) as u64)?;
        out.push_str(&text);
    }
    out.push_str(rest);
    call.made_text(out)
}

/// Formats once for each element of the lists among its values, which are of one length.
pub(super) fn format_list(call: &Call<'_>) -> Result<Value, Wrong> {
    let values = call.arguments.get(1..).unwrap_or_default();
    let lengths = values
        .iter()
        .filter_map(|value| value.items().map(<[_]>::len));
    let count = lengths.clone().max().unwrap_or(1);
    if lengths.clone().any(|length| length != count) {
        return Err(call.wrong("takes lists of one length"));
    }
    call.spend(count.saturating_mul(values.len()) as u64)?;
    let formatted = (0..count).map(|index| {
        let arguments = call.arguments.iter().map(|value| match value.items() {
            Some(items) => items[index].clone(),
            None => value.clone(),
        });
        format(&Call {
            name: call.name,
            arguments: arguments.collect(),
            span: call.span,
            budget: call.budget,
        })
    });
    let formatted = formatted.collect::<Result<Vec<Value>, Wrong>>()?;
    call.made_array(formatted)
}
