//! What the derives expand to, compared with the files beside this one. `UPDATE_EXPECT=1 cargo test` writes them anew.

use expect_test::{ExpectFile, expect_file};
use proc_macro2::{TokenStream, TokenTree};
use syn::{DeriveInput, Lit, parse_quote};

use crate::watched::Watched;
use crate::{log_column, record};

/// The expansion as a person would write it; paths begin where the package does.
fn formatted(expansion: &TokenStream) -> String {
    let package = env!("CARGO_MANIFEST_DIR");
    let expansion = expansion.to_string().replace(package, "$PACKAGE");
    prettyplease::unparse(&syn::parse_str(&expansion).unwrap())
}

#[track_caller]
fn check_record(input: &DeriveInput, expected: &ExpectFile) {
    expected.assert_eq(&formatted(&record::derive(input, &Watched::default())));
}

#[track_caller]
fn check_column(input: &DeriveInput, expected: &ExpectFile) {
    expected.assert_eq(&formatted(&log_column::derive(input)));
}

#[test]
fn a_row_of_a_rule() {
    let input = parse_quote! {
        #[log_record(dcr = "src/golden/orders.json", stream = "Custom-Orders", rename_all = "PascalCase")]
        pub(crate) struct Order<'a> {
            time_generated: SystemTime,
            order_id: &'a str,
            #[log_record(null)]
            quantity: Option<i32>,
            #[log_record(with = "money::in_euros")]
            amount: Money,
            #[log_record(dynamic)]
            details: Details,
            #[log_record(json_string)]
            note: Vec<Note>,
            #[log_record(skip)]
            started: Instant,
        }
    };
    check_record(&input, &expect_file!["row_of_a_rule.expected.rs"]);
}

#[test]
fn a_row_with_an_id() {
    let input = parse_quote! {
        #[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
        struct Order {
            #[log_record(row_id)]
            row_id: RowId,
        }
    };
    check_record(&input, &expect_file!["row_with_an_id.expected.rs"]);
}

#[test]
fn a_row_of_no_rule() {
    let input = parse_quote! {
        #[log_record(stream = "Custom-Orders", crate = "::telemetry")]
        struct Order<T, const N: usize> where T: Copy {
            #[log_record(column = "OrderId")]
            order_id: Option<T>,
            #[log_record(column = "Digest", dynamic)]
            digest: [T; N],
            #[log_record(column = "id", column_type = "string")]
            r#type: String,
        }
    };
    let expansion = record::derive(&input, &Watched::default());
    assert!(!mentions(&expansion, "azlogs"), "{expansion}");
    expect_file!["row_of_no_rule.expected.rs"].assert_eq(&formatted(&expansion));
}

/// The catalogue says the columns' types, and nothing is watched.
#[test]
fn a_row_of_a_stream_of_azures() {
    let input = parse_quote! {
        #[log_record(stream = "Microsoft-AWSCloudTrail", rename_all = "PascalCase")]
        struct Event {
            time_generated: SystemTime,
            #[log_record(with = "id_of")]
            aws_event_id: Event,
            category: Uuid,
            #[log_record(column_type = "long")]
            number: i64,
        }
    };
    check_record(&input, &expect_file!["row_of_azures.expected.rs"]);
}

#[test]
fn a_row_with_groups() {
    let input = parse_quote! {
        #[log_record(dcr = "src/golden/orders.json", stream = "Custom-Orders", rename_all = "PascalCase", exhaustive)]
        struct Order<'a> {
            order_id: String,
            #[log_record(flatten)]
            money: &'a Money,
        }
    };
    check_record(&input, &expect_file!["row_with_groups.expected.rs"]);
}

#[test]
fn a_generic_row_with_groups() {
    let input = parse_quote! {
        #[log_record(stream = "Custom-Orders")]
        struct Order<G> {
            #[log_record(flatten)]
            group: G,
        }
    };
    check_record(&input, &expect_file!["generic_row_with_groups.expected.rs"]);
}

#[test]
fn a_group() {
    let input = parse_quote! {
        #[log_record(group, rename_all = "PascalCase")]
        struct Money {
            amount: f64,
            #[deprecated]
            paid: bool,
        }
    };
    check_record(&input, &expect_file!["group.expected.rs"]);
}

/// Beside the errors there is an impl of what is right, and the file is still watched.
#[test]
fn a_row_with_mistakes() {
    let input = parse_quote! {
        #[log_record(dcr = "src/golden/orders.json", stream = "Custom-Orders", rename_all = "PascalCase")]
        struct Order {
            time_generated: SystemTime,
            ammount: f64,
            #[log_record(colum = "Note")]
            note: String,
        }
    };
    check_record(&input, &expect_file!["row_with_mistakes.expected.rs"]);
}

#[test]
fn a_row_of_nothing_known() {
    let input = parse_quote! {
        enum Order<T> { Placed(T) }
    };
    check_record(&input, &expect_file!["row_of_nothing_known.expected.rs"]);
}

#[test]
fn a_newtype() {
    let input = parse_quote! {
        struct Path<'a>(pub &'a str);
    };
    check_column(&input, &expect_file!["newtype.expected.rs"]);
}

#[test]
fn a_generic_newtype() {
    let input = parse_quote! {
        #[log_column(crate = "::telemetry")]
        struct Tagged<T: Clone>(T);
    };
    let expansion = log_column::derive(&input);
    assert!(!mentions(&expansion, "azlogs"), "{expansion}");
    expect_file!["generic_newtype.expected.rs"].assert_eq(&formatted(&expansion));
}

#[test]
fn an_enum() {
    let input = parse_quote! {
        #[log_column(rename_all = "snake_case")]
        enum State {
            NotFound,
            #[log_column(rename = "all \"good\"")]
            Ok,
            r#Type,
        }
    };
    check_column(&input, &expect_file!["enum.expected.rs"]);
}

#[test]
fn an_enum_with_mistakes() {
    let input = parse_quote! {
        enum State { Moved(String) }
    };
    check_column(&input, &expect_file!["enum_with_mistakes.expected.rs"]);
}

#[test]
fn hostile_names_stay_in_their_literals() {
    for hostile in [
        r#""; panic!(); ""#,
        "\\\"));}}; evil() //",
        "*/ evil() /*",
        "line\nbreak\r\u{2028}",
        "{}{0}{evil}",
        "\u{202e}live",
        "\0",
    ] {
        let input = parse_quote! {
            #[log_record(stream = #hostile)]
            struct Row {
                #[log_record(column = #hostile, column_type = "int")]
                value: i32,
            }
        };
        let expansion = record::derive(&input, &Watched::default());
        let mut literals = Vec::new();
        collect_literals(expansion.clone(), &mut literals);
        let [stream, column, key] = literals.as_slice() else {
            panic!("{expansion}");
        };
        assert_eq!((stream.as_str(), column.as_str()), (hostile, hostile));
        let row = key.replacen(',', "{", 1) + "0}";
        let row: serde_json::Value = serde_json::from_str(&row).unwrap();
        assert_eq!(row, serde_json::json!({ hostile: 0 }));
        assert!(!mentions(&expansion, "evil"), "{expansion}");
    }
}

fn mentions(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => mentions(&group.stream(), name),
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

fn collect_literals(tokens: TokenStream, literals: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => collect_literals(group.stream(), literals),
            TokenTree::Literal(literal) => match Lit::new(literal) {
                Lit::Str(text) => literals.push(text.value()),
                Lit::ByteStr(key) => {
                    let mut key = key.value();
                    let rest = usize::from(*key.last().unwrap());
                    key.truncate(key.len() - rest);
                    literals.push(String::from_utf8(key).unwrap());
                }
                other => panic!("no text: {other:?}"),
            },
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}
