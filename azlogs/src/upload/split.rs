//! Halving: of rows that don't fit into a request, and of a request that the service found too large.

use crate::items::Items;
use crate::row_ranges::RowRanges;

use super::body::Body;
use super::body_gzip::BodyGzip;
use super::compression::Compression;

/// Cuts rows, `{…},{…}`, where one ends nearest to the middle: (the first, the rest, how many are in the first). Nothing for a single row.
pub(crate) fn cut_in_two(json: &[u8]) -> Option<(&[u8], &[u8], usize)> {
    let middle = json.len() / 2;
    let mut end = 0;
    let mut count = 0;
    for row in Items::between(json) {
        let next = end + usize::from(count > 0) + row.len();
        let is_farther = next.abs_diff(middle) > middle.abs_diff(end);
        if count > 0 && (next == json.len() || is_farther) {
            break;
        }
        end = next;
        count += 1;
    }
    (end < json.len()).then(|| (&json[..end], &json[end + 1..], count))
}

/// Makes two bodies of one. Nothing for a body of a single row.
pub(crate) fn split(body: &Body, compression: Compression) -> Option<(Body, Body)> {
    let json = body.json()?;
    let (left, right, left_count) = cut_in_two(json.get(1..json.len() - 1)?)?;
    let mut left_rows = body.rows.clone();
    let right_rows = left_rows.split_off(left_count);
    let mut gzip = BodyGzip::new(compression);
    Some((
        half(left, left_rows, gzip.as_mut()),
        half(right, right_rows, gzip.as_mut()),
    ))
}

fn half(json: &[u8], rows: RowRanges, gzip: Option<&mut BodyGzip>) -> Body {
    let parts: [&[u8]; 3] = [b"[", json, b"]"];
    let gzip = gzip.and_then(|gzip| gzip.if_smaller(&parts));
    Body {
        gzip: gzip.is_some(),
        bytes: gzip.unwrap_or_else(|| parts.concat()).into(),
        json_len: json.len() + 2,
        rows,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn halves_are_whole_rows_and_nothing_is_lost(texts in prop::collection::vec(".{0,20}", 1..20)) {
            let rows = texts.iter().map(|text| serde_json::json!({ "Text": text }).to_string()).collect::<Vec<_>>();
            let json = rows.join(",");
            match cut_in_two(json.as_bytes()) {
                None => prop_assert_eq!(rows.len(), 1),
                Some((left, right, count)) => {
                    prop_assert!(0 < count && count < rows.len());
                    prop_assert_eq!(str::from_utf8(left).unwrap(), &rows[..count].join(","));
                    prop_assert_eq!(str::from_utf8(right).unwrap(), &rows[count..].join(","));
                }
            }
        }

        #[test]
        fn a_body_splits_into_bodies_of_its_rows(
            texts in prop::collection::vec(".{0,200}", 1..20),
            level in 0_u8..10,
        ) {
            let compression = if level == 0 { Compression::none() } else { Compression::level(level) };
            let rows = texts.iter().map(|text| serde_json::json!({ "Text": text })).collect::<Vec<_>>();
            let json = serde_json::to_vec(&rows).unwrap();
            let mut numbers = RowRanges::from(3..3 + rows.len() - 1);
            numbers.insert(100);
            let inner = &json[1..json.len() - 1];
            let whole = half(inner, numbers.clone(), BodyGzip::new(compression).as_mut());
            prop_assert_eq!(&whole.json().unwrap().into_owned(), &json);
            match split(&whole, compression) {
                None => prop_assert_eq!(rows.len(), 1),
                Some((left, mut right)) => {
                    let mut found: Vec<serde_json::Value> = serde_json::from_slice(&left.json().unwrap()).unwrap();
                    prop_assert_eq!(found.len(), left.rows.count());
                    prop_assert_eq!(left.json_len + right.json_len, json.len() + 1);
                    found.append(&mut serde_json::from_slice(&right.json().unwrap()).unwrap());
                    prop_assert_eq!(&found, &rows);
                    right.rows.extend(&left.rows);
                    prop_assert_eq!(right.rows, numbers);
                }
            }
        }
    }
}
