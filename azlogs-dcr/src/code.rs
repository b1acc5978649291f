//! The kinds of finding, each with a code that stays the same for ever.

macro_rules! codes {
    ($($variant:ident = $code:literal: $title:literal;)*) => {
        /// The stable code of a kind of finding, such as `AZL0007`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = concat!("`", $code, "`: ", $title, ".")] $variant,)*
        }

        impl Code {
            /// Every code, in the order of their numbers.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code as text, `AZL0001`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }

            /// What kind of finding it is, in a few words.
            pub const fn title(self) -> &'static str {
                match self {
                    $(Self::$variant => $title,)*
                }
            }

            /// Its page in Markdown: what it means, why it matters, how to mend it, and the source.
            #[cfg(feature = "pages")]
            pub const fn page(self) -> &'static str {
                match self {
                    $(Self::$variant => include_str!(concat!("../docs/diagnostics/", $code, ".md")),)*
                }
            }
        }
    };
}

impl Code {
    /// The code with which Azure's control plane refuses a deployment for this, where it is known.
    pub const fn azure_code(self) -> Option<&'static str> {
        Some(match self {
            Self::UndeclaredStream | Self::UnknownBuiltIn => "InvalidStream",
            Self::OutputStream | Self::NotWritable => "InvalidOutputTable",
            Self::TableColumnMismatch | Self::OutputType => "InvalidTransformOutput",
            Self::TransformTime
            | Self::TransformOperator
            | Self::TransformSyntax
            | Self::TransformName
            | Self::TransformValue => "InvalidTransformQuery",
            Self::DescriptionLength => "InvalidProperty",
            _ => return None,
        })
    }
}

// 0001–0099: what a document says; from 0060 on, what Azure says as it is deployed. 0100–0199: the derive. 0200–0299: the
// generator. 0300–0399: what is written from rows. Each has its page in docs/diagnostics/.
codes! {
    NotJson = "AZL0001": "the text isn't JSON";
    NotUtf8 = "AZL0002": "the bytes aren't text";
    NoRule = "AZL0003": "the document has no data collection rule";
    WrongJsonType = "AZL0004": "a value of the wrong JSON type";
    Missing = "AZL0005": "something that has to be there is missing";
    DuplicateKey = "AZL0006": "a key stands twice in one object";
    UnknownColumnType = "AZL0007": "a column type that streams don't have";
    ColumnTypeCase = "AZL0008": "a column type in another case than the documentation's";
    DuplicateColumn = "AZL0009": "two columns of one name";
    ColumnsDifferInCase = "AZL0010": "two columns whose names differ only in case";
    Unresolved = "AZL0011": "an expression or placeholder where a value is needed";
    StreamName = "AZL0012": "a stream name that the service doesn't take";
    UndeclaredStream = "AZL0013": "a data flow of a stream that isn't declared";
    ImmutableIdForm = "AZL0014": "a malformed immutable id";
    EndpointForm = "AZL0015": "an endpoint that isn't https";
    TableColumnName = "AZL0016": "a column name that a table can't have";
    UnusedStream = "AZL0017": "a stream that no data flow takes";
    TimeGenerated = "AZL0018": "nothing fills `TimeGenerated`";
    SeveralStreams = "AZL0019": "a transform over several streams";
    TransformLength = "AZL0020": "a transform over the documented length";
    OutputStream = "AZL0021": "an output stream that names no table";
    NoColumns = "AZL0022": "a stream without columns";
    StreamsDifferInCase = "AZL0023": "two streams whose names differ only in case";
    Expression = "AZL0040": "an expression that nobody can evaluate";
    ParametersFile = "AZL0041": "a parameters file that can't be read";
    UnknownParameter = "AZL0042": "a value for a parameter that the document doesn't have";
    TooLarge = "AZL0043": "rules that are too large to work out";
    LinkedTemplate = "AZL0044": "a template or module that lies elsewhere";
    NotTerraform = "AZL0045": "Terraform's configuration that can't be read";
    TransformTime = "AZL0060": "a transform that makes no `TimeGenerated`";
    TransformOperator = "AZL0061": "a transform with what only queries can do";
    TooManyFlows = "AZL0062": "more data flows than a rule may have";
    TooManyStreams = "AZL0063": "more streams than a rule may have";
    TooManyColumns = "AZL0064": "more columns than a table may have";
    DescriptionLength = "AZL0065": "a description that is too long";
    DirectName = "AZL0066": "a name that a rule with an endpoint of its own can't have";
    OutputTableName = "AZL0067": "an output table of a name that no table can have";
    NoEndpoint = "AZL0068": "a rule without an endpoint to post rows to";
    UndeclaredDestination = "AZL0069": "a data flow to a destination that isn't declared";
    NotWritable = "AZL0070": "a table of Azure's own that the API may not write to";
    UnknownBuiltIn = "AZL0071": "a stream of Azure's own that rows can't be posted to";
    NoSuchTableColumn = "AZL0072": "a column that Azure's own table doesn't have";
    TableColumnMismatch = "AZL0073": "a column of another type than that of Azure's own table";
    UndocumentedTable = "AZL0074": "a table of Azure's own whose columns aren't documented";
    TransformSyntax = "AZL0080": "a transform that isn't KQL";
    TransformName = "AZL0081": "a transform that names what isn't there";
    TransformValue = "AZL0082": "a transform whose values don't fit";
    TransformDoubt = "AZL0083": "a transform that Azure may refuse";
    OutputType = "AZL0084": "a column that comes to a table with another type";
    OutputColumn = "AZL0085": "a column that comes to a table without it";
    DroppedColumn = "AZL0086": "a column whose values reach no table";
    NoTable = "AZL0087": "a file that describes no table";

    NoStream = "AZL0100": "a row that names no stream";
    UnreadableFile = "AZL0101": "a rule's file that can't be read";
    UnknownStream = "AZL0102": "a stream that the rule doesn't declare";
    DeclaredTwice = "AZL0103": "a stream that two rules declare differently";
    NoStreamName = "AZL0104": "a name that no stream can have";
    UnknownColumn = "AZL0110": "a field without a column";
    ColumnTwice = "AZL0111": "two fields for one column";
    ColumnsMissing = "AZL0112": "columns without a field, in a row that is to be exhaustive";
    NoTimeGenerated = "AZL0113": "neither the row nor a transform fills `TimeGenerated`";
    NoColumnName = "AZL0114": "a name that no table's column can have";
    FormDoesNotFit = "AZL0115": "a way of writing that doesn't fit the column's type";
    UnknownAttribute = "AZL0120": "an attribute that the derive doesn't know";
    DuplicateAttribute = "AZL0121": "an attribute that is there twice";
    AttributeForm = "AZL0122": "an attribute's value that can't be read";
    AttributeConflict = "AZL0123": "attributes that don't go together";
    SerdeAttribute = "AZL0124": "a serde attribute that the derive can't follow";
    NotARow = "AZL0130": "a type that can't be a row";
    NotAColumn = "AZL0131": "a type that can't be a column's value";

    UnknownStreamOption = "AZL0200": "an option names a stream that isn't there";
    UnknownColumnOption = "AZL0201": "an option names a column that isn't there";
    UnknownRuleOption = "AZL0202": "an option names a rule that isn't there";
    OptionNotRust = "AZL0203": "an option's text isn't the Rust it has to be";
    NameTaken = "AZL0204": "two things are to have one Rust name";
    NothingToGenerate = "AZL0205": "there is no stream to generate from";
    StaleFile = "AZL0206": "a generated file that isn't what would be generated";
    ImpossibleChange = "AZL0210": "a change that Azure refuses";
    OrderedChange = "AZL0211": "a change that has to be made in order";
    SafeChange = "AZL0212": "a change that can be made at any time";

    Retention = "AZL0300": "a retention that a table can't have";
    TableConflict = "AZL0301": "two flows that want one table otherwise";
    StreamTwice = "AZL0302": "two flows of one stream";
    NoFlow = "AZL0303": "a rule without flows";
    AzureTable = "AZL0304": "something is asked of a table of Azure's own";
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Code;

    #[test]
    fn codes_are_distinct_and_in_order() {
        let codes: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        let mut sorted = codes.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(codes, sorted);
    }

    #[test]
    fn titles_are_distinct() {
        let titles: HashSet<_> = Code::ALL.iter().map(|code| code.title()).collect();
        assert_eq!(titles.len(), Code::ALL.len());
    }

    #[test]
    fn some_are_refused_by_a_name_of_azures() {
        assert_eq!(Code::UndeclaredStream.azure_code(), Some("InvalidStream"));
        assert_eq!(Code::UnusedStream.azure_code(), None);
    }

    #[test]
    fn codes_are_azl_and_four_digits() {
        for code in Code::ALL {
            let digits = code.as_str().strip_prefix("AZL").unwrap();
            assert!(digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()));
        }
    }
}
