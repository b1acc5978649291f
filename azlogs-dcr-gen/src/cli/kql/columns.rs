//! The columns of `source`: as the command line gives them, or as rows have them.

use std::collections::HashMap;
use std::str::FromStr;

use azlogs_kql::{Column, ScalarType};
use serde_json::Value;

use super::rows::Row;
use crate::cli::properties::Properties;

/// `NAME:TYPE`, several with commas between.
#[derive(Clone, Debug)]
pub(super) struct Columns(pub(super) Vec<Column>);

impl FromStr for Columns {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut columns: Vec<Column> = Vec::new();
        let mut rest = text.trim();
        while !rest.is_empty() {
            let (name, after) = name(rest)?;
            let (r#type, after) = after.split_once(',').unwrap_or((after, ""));
            let r#type = r#type.trim();
            let known = ScalarType::from_name(&r#type.to_ascii_lowercase()).ok_or_else(|| {
                let all: Vec<_> = ScalarType::ALL.iter().map(|known| known.as_str()).collect();
                format!("`{type}` is no type: there are {}", all.join(", "))
            })?;
            if columns.iter().any(|column| column.name == name) {
                return Err(format!("the column `{name}` is there twice"));
            }
            columns.push(Column::new(name, known));
            rest = after.trim_start();
        }
        Ok(Self(columns))
    }
}

/// A column's name, and what stands behind its colon.
fn name(text: &str) -> Result<(&str, &str), String> {
    let wrong = || format!("write NAME:TYPE, with commas between, not `{text}`");
    let (name, rest) = match text.strip_prefix("['") {
        Some(quoted) => {
            let (name, rest) = quoted.split_once("']").ok_or_else(wrong)?;
            (name, rest.trim_start().strip_prefix(':').ok_or_else(wrong)?)
        }
        None => text.split_once(':').ok_or_else(wrong)?,
    };
    let name = name.trim();
    if name.is_empty() {
        return Err(wrong());
    }
    Ok((name, rest))
}

/// The columns that rows have, in the order in which they first appear. Texts that aren't objects have none.
pub(super) fn infer(rows: &[Row]) -> Vec<Column> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut found: Vec<(String, Option<ScalarType>)> = Vec::new();
    for row in rows {
        let Ok(Properties(properties)) = serde_json::from_str(&row.json) else {
            continue;
        };
        for (name, value) in properties {
            let place = *places.entry(name.clone()).or_insert_with(|| {
                found.push((name, None));
                found.len() - 1
            });
            if let (Some((_, held)), Some(own)) = (found.get_mut(place), type_of(&value)) {
                *held = Some(held.map_or(own, |held| wider(held, own)));
            }
        }
    }
    let found = found.into_iter();
    found
        .map(|(name, r#type)| Column::new(name, r#type.unwrap_or(ScalarType::Dynamic)))
        .collect()
}

/// The type that a value has by itself; none of null.
fn type_of(value: &Value) -> Option<ScalarType> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(_) => ScalarType::Bool,
        Value::Number(number) if number.is_i64() => ScalarType::Long,
        Value::Number(_) => ScalarType::Real,
        Value::String(_) => ScalarType::String,
        Value::Array(_) | Value::Object(_) => ScalarType::Dynamic,
    })
}

/// A type that holds both.
fn wider(one: ScalarType, other: ScalarType) -> ScalarType {
    if one == other {
        one
    } else if one.is_number() && other.is_number() {
        ScalarType::Real
    } else {
        ScalarType::Dynamic
    }
}
