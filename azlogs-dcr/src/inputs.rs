//! The values that a user gives for what a document leaves open.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::rc::Rc;

use crate::bounded;
use crate::document::ReadError;
use crate::encoding;
use crate::hint;
use crate::json;
use crate::outline::Outline;
use crate::source::Source;
#[cfg(feature = "terraform")]
use crate::terraform::hcl;
use crate::unresolved::fill;
use crate::value::{Data, Key, Member, Span, Value};
use crate::why::{Input, Why, Wrong};
use crate::{Code, Diagnostic, Quoted, Severity, is_unresolved};

/// Values for a template's parameters, and for placeholders such as `{{name}}`.
///
/// A value given by name counts before one from a file, and a later file before an earlier one. Names are found in any case.
///
/// ```
/// use azlogs_dcr::{Document, Inputs};
///
/// let template = br#"{
///   "parameters": { "table": { "type": "string" } },
///   "resources": [ { "type": "Microsoft.Insights/dataCollectionRules", "name": "dcr", "properties": {
///     "streamDeclarations": { "[concat('Custom-', parameters('table'))]": { "columns": [ { "name": "Id", "type": "long" } ] } }
///   } } ]
/// }"#;
/// let inputs = Inputs::new().param("table", "App_CL");
/// let document = Document::parse_with("main.json", template, &inputs);
/// assert!(document.stream("Custom-App_CL").is_some());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    params: Vec<(String, String)>,
    files: Vec<File>,
}

#[derive(Clone, Debug)]
struct File {
    name: String,
    bytes: Vec<u8>,
}

impl Inputs {
    /// No values: each parameter has its `defaultValue`.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives a value. Where the parameter is declared as another type than a string, the value is JSON.
    #[must_use]
    pub fn param(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.params.push((name.into(), value.into()));
        self
    }

    /// Gives the values of a parameters file, which findings call `file`: Azure Resource Manager's form, or an object of
    /// values by name, such as Terraform's `.tfvars.json`.
    #[must_use]
    pub fn parameters(mut self, file: impl Into<String>, text: &[u8]) -> Self {
        self.files.push(File {
            name: file.into(),
            bytes: text.to_vec(),
        });
        self
    }

    /// Reads a parameters file.
    ///
    /// # Errors
    ///
    /// Where the file can't be read, or is larger than [`DOCUMENT_MAX`](crate::DOCUMENT_MAX). What is wrong *in* it is found as a
    /// document is read with it.
    pub fn parameters_file(self, path: impl AsRef<Path>) -> Result<Self, ReadError> {
        let path = path.as_ref();
        match std::fs::File::open(path).and_then(bounded::read) {
            Ok(bytes) => Ok(self.parameters(path.display().to_string(), &bytes)),
            Err(source) => Err(ReadError::new(path, source)),
        }
    }

    /// Whether nothing was given.
    pub fn is_empty(&self) -> bool {
        self.params.is_empty() && self.files.is_empty()
    }
}

/// The values, ready to be looked up.
#[derive(Default)]
pub(crate) struct Given {
    /// By name in lower case.
    values: HashMap<String, GivenValue>,
    /// The names that the document has, as it writes them, by themselves in lower case.
    asked: RefCell<BTreeMap<String, String>>,
}

struct GivenValue {
    /// As the user wrote it.
    name: String,
    form: Form,
}

#[derive(Clone)]
enum Form {
    /// Text on a command line, whose meaning depends on the parameter's type.
    Text(String),
    Value(Value),
    /// A secret in a key vault.
    Secret,
}

impl Given {
    /// Reads what was given; what is wrong with a parameters file is added to `found`.
    pub(crate) fn read(inputs: &Inputs, found: &mut Vec<Diagnostic>) -> Self {
        let mut given = Self::default();
        for file in &inputs.files {
            match read_file(file) {
                Ok(all) => all
                    .iter()
                    .for_each(|(name, form)| given.add(name, form.clone())),
                Err(diagnostic) => found.push(*diagnostic),
            }
        }
        for (name, value) in &inputs.params {
            given.add(name, Form::Text(value.clone()));
        }
        given
    }

    fn add(&mut self, name: &str, form: Form) {
        let value = GivenValue {
            name: name.to_owned(),
            form,
        };
        self.values.insert(name.to_ascii_lowercase(), value);
    }

    /// The value of a parameter that is declared as of this type. All of it stands at `span`: where the document declares the
    /// parameter, or uses it.
    pub(crate) fn parameter(
        &self,
        name: &str,
        declared: Option<&str>,
        span: Span,
    ) -> Result<Option<Value>, Rc<Why>> {
        let Some(given) = self.ask(name) else {
            return Ok(None);
        };
        match &given.form {
            Form::Secret => Ok(None),
            Form::Value(value) => Ok(Some(value.moved(span))),
            Form::Text(text) => match typed(text, declared) {
                Ok(value) => Ok(Some(value.moved(span))),
                Err(wanted) => {
                    let message = format!(
                        "parameter {} is given {}, and takes {wanted}",
                        Quoted(name),
                        Quoted(text)
                    );
                    Err(Wrong::new(span, message).into())
                }
            },
        }
    }

    /// What a template's parameter is for which there is no value.
    pub(crate) fn lacking(&self, parameter: &str) -> Input {
        match self.values.get(&parameter.to_ascii_lowercase()) {
            Some(GivenValue {
                form: Form::Secret, ..
            }) => Input::Secret,
            _ => Input::Parameter,
        }
    }

    /// The value with its placeholders filled for which there is something.
    pub(crate) fn fill(&self, value: &Value) -> Value {
        if self.values.is_empty() {
            return value.clone();
        }
        let fill = |text: &Rc<str>| {
            if is_unresolved(text) {
                fill(text, |name| self.placeholder(name)).into()
            } else {
                Rc::clone(text)
            }
        };
        match &value.data {
            Data::Text(text) => Value::new(value.span, Data::Text(fill(text))),
            Data::Array(array) => {
                let items = array.items.iter().map(|item| self.fill(item));
                Value::array(value.span, items.collect())
            }
            Data::Object(object) => {
                let members = object.members.iter().map(|member| Member {
                    key: Key {
                        text: fill(&member.key.text),
                        ..member.key.clone()
                    },
                    value: self.fill(&member.value),
                });
                Value::object(value.span, members.collect())
            }
            _ => value.clone(),
        }
    }

    /// The text that stands for a placeholder.
    fn placeholder(&self, name: &str) -> Option<&str> {
        match &self.ask(name)?.form {
            Form::Text(text) => Some(text),
            Form::Value(value) => value.as_text(),
            Form::Secret => None,
        }
    }

    /// The names that the document has.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.borrow().values().cloned().collect()
    }

    /// The names of values that the document never asked for, as the user wrote them.
    pub(crate) fn unasked(&self) -> Vec<&str> {
        let asked = self.asked.borrow();
        let unasked = self
            .values
            .iter()
            .filter(|(key, _)| !asked.contains_key(*key));
        let mut names: Vec<&str> = unasked.map(|(_, value)| value.name.as_str()).collect();
        names.sort_unstable();
        names
    }

    /// Says that the document has something of that name, whether or not its value is needed.
    pub(crate) fn mention(&self, name: &str) {
        let key = name.to_ascii_lowercase();
        let mut asked = self.asked.borrow_mut();
        asked.entry(key).or_insert_with(|| name.to_owned());
    }

    fn ask(&self, name: &str) -> Option<&GivenValue> {
        self.mention(name);
        self.values.get(&name.to_ascii_lowercase())
    }
}

/// Text as a value of the parameter's type. The error is what the type takes.
fn typed(text: &str, declared: Option<&str>) -> Result<Value, &'static str> {
    let nowhere = Span::default();
    let parsed = || json::parse(text).ok().flatten();
    let declared = declared.map(str::to_ascii_lowercase);
    let is = |kind: fn(&Value) -> bool| parsed().filter(kind);
    match declared.as_deref() {
        Some("int") => is(|value| matches!(value.data, Data::Integer(_))).ok_or("an integer"),
        Some("bool") => match text.trim().to_ascii_lowercase().as_str() {
            "true" => Ok(Value::new(nowhere, Data::Boolean(true))),
            "false" => Ok(Value::new(nowhere, Data::Boolean(false))),
            _ => Err("`true` or `false`"),
        },
        Some("array") => is(|value| value.items().is_some()).ok_or("a JSON array"),
        Some("object" | "secureobject") => {
            is(|value| value.members().is_some()).ok_or("a JSON object")
        }
        Some("string" | "securestring") => Ok(Value::text(nowhere, text)),
        _ => {
            let collection = is(|value| value.items().is_some() || value.members().is_some());
            Ok(collection.unwrap_or_else(|| Value::text(nowhere, text)))
        }
    }
}

/// The values that a file gives.
fn read_file(file: &File) -> Result<Vec<(Rc<str>, Form)>, Box<Diagnostic>> {
    let mut source = Source::new(file.name.clone(), encoding::decode(&file.bytes).text);
    let wrong = |message: &str, help: &str| {
        let code = Code::ParametersFile;
        Diagnostic::new(code, Severity::Error, message).help(help)
    };
    let form = "give a parameters file: `{ \"parameters\": { \"name\": { \"value\": … } } }`";
    let root = match json::parse(&source.text) {
        Ok(root) => root,
        #[cfg(feature = "terraform")]
        Err(_) if file.name.ends_with(".tfvars") => {
            let read = hcl::read_variables(&source.text);
            let values = |all: Vec<Member>| {
                let all = all.into_iter();
                all.map(|member| (member.key.text, Form::Value(member.value)))
                    .collect()
            };
            return read.map(values).map_err(|error| {
                let message = format!("the file of variables can't be read: {}", error.message);
                let place = source.place(error.span);
                let form = "give a value a line: `name = \"value\"`";
                Box::new(wrong(&message, form).at(&file.name, place))
            });
        }
        Err(error) => {
            let place = source.place(error.span);
            let message = format!("the parameters file isn't JSON: {}", error.message);
            let other_language = hint::not_parameters(&source);
            let (message, help) = other_language.unwrap_or((&message, form));
            let finding = wrong(message, help);
            return Err(Box::new(finding.at(&file.name, place)));
        }
    };
    let Some(root) = root else {
        let finding = wrong("the parameters file is empty", form);
        return Err(Box::new(finding.in_file(&file.name)));
    };
    let wrapped = root
        .get("parameters")
        .filter(|inner| inner.members().is_some());
    let Some(members) = wrapped.unwrap_or(&root).members() else {
        let message = format!(
            "the parameters file is {}, and has to be an object",
            root.kind()
        );
        let finding = wrong(&message, form);
        source.outlined_by(Outline::Json(root.clone()));
        return Err(Box::new(finding.at(&file.name, source.place(root.span))));
    };
    let is_wrapped = wrapped.is_some();
    let given = members
        .iter()
        .filter_map(|member| given_by(member, is_wrapped));
    Ok(given.collect())
}

/// The value in a member of a parameters file; none where it says something about the file.
fn given_by(member: &Member, is_wrapped: bool) -> Option<(Rc<str>, Form)> {
    let is_pair = is_wrapped || member.value.members().is_some_and(|pair| pair.len() == 1);
    let within = |key| member.value.get(key).filter(|_| is_pair);
    let form = match (within("value"), within("reference")) {
        (Some(value), _) => Form::Value(value.clone()),
        (None, Some(_)) if is_wrapped => Form::Secret,
        (None, _) if is_wrapped || member.key.text.starts_with('$') => return None,
        (None, _) => Form::Value(member.value.clone()),
    };
    Some((Rc::clone(&member.key.text), form))
}
