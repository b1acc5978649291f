//! What can be wrong with the options: the generator's own findings.

use azlogs_dcr::{Code, Diagnostic, Quoted, Severity, Stream, StreamNameError, catalog, nearest};

/// An option names a stream that isn't generated.
pub(crate) fn unknown_stream(name: &str, streams: &[&Stream]) -> Diagnostic {
    let names = streams.iter().map(|stream| stream.name.as_str());
    error(
        Code::UnknownStreamOption,
        format!("there is no stream {} to generate", Quoted(name)),
    )
    .help(suggestion(name, names, "streams"))
}

/// An option names a column that the stream doesn't have.
pub(crate) fn unknown_column(stream: &str, name: &str, streams: &[&Stream]) -> Diagnostic {
    let message = match streams {
        [stream] => format!(
            "stream {} has no column {}",
            Quoted(&stream.name),
            Quoted(name)
        ),
        _ => format!(
            "no stream that {} stands for has a column {}",
            Quoted(stream),
            Quoted(name)
        ),
    };
    let names = streams
        .iter()
        .flat_map(|stream| &stream.columns)
        .map(|column| column.name.as_str());
    error(Code::UnknownColumnOption, message).help(suggestion(name, names, "columns"))
}

/// An option names a rule, to give it a module, that has none.
pub(crate) fn unknown_rule<'a>(
    name: &str,
    rules: impl Iterator<Item = &'a str> + Clone,
) -> Diagnostic {
    error(
        Code::UnknownRuleOption,
        format!(
            "`module` names {}, which gets no module of its own",
            Quoted(name)
        ),
    )
    .help(suggestion(name, rules, "rules"))
}

/// An option names a rule that no document has.
pub(crate) fn no_such_rule(name: &str, rules: &[&str], are_unnamed: bool) -> Diagnostic {
    let message = format!("there is no rule {}", Quoted(name));
    let finding = error(Code::UnknownRuleOption, message);
    if rules.is_empty() && are_unnamed {
        finding.help("the document names none of its rules: leave the option out")
    } else {
        finding.help(suggestion(name, rules.iter().copied(), "rules"))
    }
}

/// An option's text isn't the Rust that it has to be.
pub(crate) fn not_rust(
    option: &str,
    text: &str,
    expected: &str,
    cause: &syn::Error,
) -> Box<Diagnostic> {
    let message = format!(
        "`{option}` has to be given {expected}, not {}: {cause}",
        Quoted(text)
    );
    Box::new(error(Code::OptionNotRust, message))
}

/// An option's text is no name to Rust.
pub(crate) fn not_a_name(option: &str, text: &str) -> Box<Diagnostic> {
    let message = format!(
        "`{option}` has to be given a Rust name, not {}",
        Quoted(text)
    );
    let help = "a name is letters, digits and `_`, and doesn't begin with a digit";
    Box::new(error(Code::OptionNotRust, message).help(help))
}

/// A struct of that name would hide a type that generated code uses.
pub(crate) fn hides_a_type(text: &str) -> Box<Diagnostic> {
    let message = format!(
        "a struct {} would hide Rust's own, which generated code uses",
        Quoted(text)
    );
    Box::new(error(Code::NameTaken, message).help("choose another name"))
}

/// Two names chosen for streams, columns or rules are one.
pub(crate) fn name_taken(name: &str, what: &str, own: &str) -> Diagnostic {
    let message = format!(
        "the name {} is chosen for {what} {}, and for another before",
        Quoted(name),
        Quoted(own)
    );
    error(Code::NameTaken, message).help("choose another name for one of the two")
}

/// Azure has no such table, or none to which the API writes.
pub(crate) fn unknown_table(name: &str) -> Diagnostic {
    let message = format!(
        "{} is none of Azure's tables that the API may write to",
        Quoted(name)
    );
    error(Code::UnknownBuiltIn, message).help(match catalog::nearest_table(name) {
        Some(near) => format!("did you mean {}?", Quoted(near.name)),
        None => "`azlogs-dcr-gen tables` lists them".to_owned(),
    })
}

/// No page says which columns the table has.
pub(crate) fn undocumented_table(name: &str) -> Diagnostic {
    let message = format!(
        "the columns of Azure's table {} aren't documented",
        Quoted(name)
    );
    error(Code::UndocumentedTable, message).help(
        "declare a stream with the columns that you send, and let its flow write to the table",
    )
}

/// A struct that doesn't name the rule's file can't be of a stream of that name.
pub(crate) fn bad_stream_name(name: &str, error: &StreamNameError) -> Diagnostic {
    let message = format!(
        "code without the rule's file can't be for stream {}: {error}",
        Quoted(name)
    );
    self::error(Code::StreamName, message).help(
        "rename the stream, or let the code name the rule's file: not `standalone`, but `--linked`",
    )
}

/// An endpoint is none that the client takes.
pub(crate) fn bad_endpoint(url: &str) -> Diagnostic {
    let message = format!("{} is no endpoint that rows can be posted to", Quoted(url));
    error(Code::EndpointForm, message).help(
        "give what stands before `/dataCollectionRules/`, such as \
         `https://my-dcr-a1b2.westeurope-1.ingest.monitor.azure.com`, or leave it out and name it to the client",
    )
}

/// A document declares no stream that could be generated.
pub(crate) fn no_streams(file: &str) -> Diagnostic {
    error(
        Code::NothingToGenerate,
        "there is no stream to generate a struct from",
    )
    .in_file(file)
    .help("a rule declares its streams in `properties.streamDeclarations`")
}

fn error(code: Code, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, Severity::Error, message)
}

/// How many names are listed where none is near.
const LISTED: usize = 10;

fn suggestion<'a>(name: &str, names: impl Iterator<Item = &'a str> + Clone, what: &str) -> String {
    if let Some(near) = nearest(name, names.clone()) {
        return format!("did you mean {}?", Quoted(near));
    }
    let listed: Vec<String> = names
        .clone()
        .take(LISTED)
        .map(|name| Quoted(name).to_string())
        .collect();
    if listed.is_empty() {
        return format!("there are no {what}");
    }
    let more = if names.count() > LISTED { ", …" } else { "" };
    format!("the {what} are {}{more}", listed.join(", "))
}
