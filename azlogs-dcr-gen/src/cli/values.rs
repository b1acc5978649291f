//! The values that the command line gives for what a document leaves open.

use std::path::PathBuf;
use std::str::FromStr;

use azlogs_dcr::Inputs;

/// Options that give values for parameters, variables and placeholders.
#[derive(Debug, clap::Args)]
pub(super) struct ValueArgs {
    /// Give a template's parameter, a Terraform variable or a placeholder a value; JSON where it isn't a string
    #[arg(
        long = "param",
        value_name = "NAME=VALUE",
        help_heading = "What a document leaves open"
    )]
    params: Vec<Param>,

    /// Take values from this file: a template's parameters, `.tfvars` or `.tfvars.json`; `--param` counts before it
    #[arg(
        long = "parameters",
        value_name = "FILE",
        help_heading = "What a document leaves open"
    )]
    files: Vec<PathBuf>,
}

/// `NAME=VALUE`; the value may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Param {
    name: String,
    value: String,
}

impl FromStr for Param {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('=') {
            Some((name, value)) if !name.is_empty() => Ok(Self {
                name: name.to_owned(),
                value: value.to_owned(),
            }),
            _ => Err("write NAME=VALUE".to_owned()),
        }
    }
}

impl ValueArgs {
    /// The values. The error is for the user to read.
    pub(super) fn read(&self) -> Result<Inputs, String> {
        let mut inputs = Inputs::new();
        for file in &self.files {
            inputs = inputs
                .parameters_file(file)
                .map_err(|error| error.to_string())?;
        }
        let params = self.params.iter();
        Ok(params.fold(inputs, |inputs, param| {
            inputs.param(&param.name, &param.value)
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::Param;

    #[test]
    fn a_value_may_be_empty_and_have_equals_signs() {
        let param = |name: &str, value: &str| {
            Ok(Param {
                name: name.to_owned(),
                value: value.to_owned(),
            })
        };
        assert_eq!("a=b=c".parse(), param("a", "b=c"));
        assert_eq!("a=".parse(), param("a", ""));
        for bad in ["", "a", "=b"] {
            assert!(bad.parse::<Param>().is_err(), "{bad}");
        }
    }
}
