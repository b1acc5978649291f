//! The functions of template expressions that come to the same wherever they are evaluated.
//!
//! Source: "ARM template functions".

pub(crate) mod call;
mod format;
pub(crate) mod list;
mod logic;
pub(crate) mod number;
pub(crate) mod object;
pub(crate) mod text;
mod written;

use std::ops::RangeInclusive;

pub(crate) use call::Call;
pub(crate) use written::text_of;

use crate::value::Value;
use crate::why::Wrong;

/// A function.
pub(super) struct Function {
    /// As the documentation writes it.
    pub(super) name: &'static str,
    /// How many arguments it takes.
    pub(super) count: RangeInclusive<usize>,
    pub(super) wants: Wants,
    pub(super) run: Run,
}

/// How much of its arguments a function has to know.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wants {
    /// Nothing: its result holds them as they are.
    Nothing,
    /// The arguments, but not what is in them.
    Surface,
    /// All that is in them.
    Everything,
}

const MANY: usize = usize::MAX;

type Run = fn(&Call<'_>) -> Result<Value, Wrong>;

const fn function(
    wants: Wants,
    name: &'static str,
    count: RangeInclusive<usize>,
    run: Run,
) -> Function {
    Function {
        name,
        count,
        wants,
        run,
    }
}

const fn holding(name: &'static str, count: RangeInclusive<usize>, run: Run) -> Function {
    function(Wants::Nothing, name, count, run)
}

const fn moving(name: &'static str, count: RangeInclusive<usize>, run: Run) -> Function {
    function(Wants::Surface, name, count, run)
}

const fn plain(name: &'static str, count: RangeInclusive<usize>, run: Run) -> Function {
    function(Wants::Everything, name, count, run)
}

static FUNCTIONS: [Function; 60] = [
    holding("array", 1..=1, list::array),
    holding("createArray", 0..=MANY, list::create_array),
    holding("createObject", 0..=MANY, object::create_object),
    moving("first", 1..=1, list::first),
    moving("flatten", 1..=1, list::flatten),
    moving("indexFromEnd", 2..=2, list::index_from_end),
    moving("items", 1..=1, object::items),
    moving("last", 1..=1, list::last),
    moving("length", 1..=1, list::length),
    moving("objectKeys", 1..=1, object::keys),
    moving("shallowMerge", 1..=1, object::shallow_merge),
    moving("skip", 2..=2, list::skip),
    moving("take", 2..=2, list::take),
    moving("tryGet", 2..=MANY, object::try_get),
    moving("tryIndexFromEnd", 2..=2, list::try_index_from_end),
    plain("add", 2..=2, number::add),
    plain("base64", 1..=1, text::base64),
    plain("base64ToJson", 1..=1, text::base64_to_json),
    plain("base64ToString", 1..=1, text::base64_to_string),
    plain("bool", 1..=1, logic::to_bool),
    moving("concat", 0..=MANY, text::concat),
    plain("contains", 2..=2, list::contains),
    plain("div", 2..=2, number::div),
    plain("empty", 1..=1, list::empty),
    plain("endsWith", 2..=2, text::ends_with),
    plain("equals", 2..=2, logic::equals),
    plain("false", 0..=0, logic::false_value),
    plain("float", 1..=1, number::float),
    plain("format", 1..=MANY, format::format),
    plain("greater", 2..=2, logic::greater),
    plain("greaterOrEquals", 2..=2, logic::greater_or_equals),
    plain("indexOf", 2..=2, list::index_of),
    plain("int", 1..=1, number::int),
    plain("intersection", 2..=MANY, list::intersection),
    plain("join", 2..=2, text::join),
    plain("json", 1..=1, text::json),
    plain("lastIndexOf", 2..=2, list::last_index_of),
    plain("less", 2..=2, logic::less),
    plain("lessOrEquals", 2..=2, logic::less_or_equals),
    plain("max", 1..=MANY, number::max),
    plain("min", 1..=MANY, number::min),
    plain("mod", 2..=2, number::modulo),
    plain("mul", 2..=2, number::mul),
    plain("not", 1..=1, logic::not),
    plain("null", 0..=0, logic::null),
    plain("padLeft", 2..=3, text::pad_left),
    plain("range", 2..=2, list::range),
    plain("replace", 3..=3, text::replace),
    plain("split", 2..=2, text::split),
    plain("startsWith", 2..=2, text::starts_with),
    plain("string", 1..=1, text::string),
    plain("sub", 2..=2, number::sub),
    plain("substring", 2..=3, text::substring),
    plain("toLower", 1..=1, text::to_lower),
    plain("toUpper", 1..=1, text::to_upper),
    plain("trim", 1..=1, text::trim),
    plain("true", 0..=0, logic::true_value),
    moving("union", 1..=MANY, object::union),
    plain("uriComponent", 1..=1, text::uri_component),
    plain("uriComponentToString", 1..=1, text::uri_component_to_string),
];

/// Functions of which only Azure knows what they return, and those that say nothing about streams and columns.
const AT_DEPLOYMENT: [&str; 32] = [
    "builduri",
    "cidrhost",
    "cidrsubnet",
    "datauri",
    "datauritostring",
    "datetimeadd",
    "datetimefromepoch",
    "datetimetoepoch",
    "deployer",
    "deployment",
    "environment",
    "extensionresourceid",
    "externalinput",
    "fail",
    "getsecret",
    "guid",
    "managementgroup",
    "managementgroupresourceid",
    "newguid",
    "parsecidr",
    "parseuri",
    "providers",
    "references",
    "resourcegroup",
    "resourceid",
    "subscription",
    "subscriptionresourceid",
    "tenant",
    "tenantresourceid",
    "uniquestring",
    "uri",
    "utcnow",
];

/// Functions that aren't in the table because they are evaluated otherwise.
const OTHERS: [&str; 15] = [
    "and",
    "coalesce",
    "copyIndex",
    "filter",
    "groupBy",
    "if",
    "lambdaVariables",
    "map",
    "mapValues",
    "or",
    "parameters",
    "reduce",
    "reference",
    "toObject",
    "variables",
];

/// The function of that name, which is in lower case.
pub(super) fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS
        .iter()
        .find(|function| function.name.eq_ignore_ascii_case(name))
}

/// Whether the function, whose name is in lower case, can be evaluated as Azure deploys only.
pub(super) fn is_known_at_deployment(name: &str) -> bool {
    AT_DEPLOYMENT.contains(&name) || name.starts_with("list") || name.contains("zone")
}

/// The names of functions, to find what somebody meant.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS
        .iter()
        .map(|function| function.name)
        .chain(OTHERS)
        .chain(AT_DEPLOYMENT)
}
