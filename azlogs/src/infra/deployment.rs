//! A rule and its tables, to be written.

use super::error::InfraError;
use super::flow::Flow;
use super::model::Model;
use super::{arm, bicep, terraform};

/// A data collection rule and the tables that it flows into, to be [written](super) in one of the languages.
#[derive(Clone, Debug)]
pub struct Deployment {
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) flows: Vec<Flow>,
}

/// The language that a deployment is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Language {
    /// An Azure Resource Manager template, as JSON.
    Arm,
    /// Bicep.
    Bicep,
    /// Terraform, with the providers azapi and azurerm. Its two files are of one module.
    Terraform,
}

impl Deployment {
    /// A rule of that name, without flows. The name is the default of a parameter, so that it can differ where that is needed.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            description: None,
            flows: Vec::new(),
        }
    }

    /// Describes the rule, in up to 256 characters.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Adds a flow.
    #[must_use]
    pub fn flow(mut self, flow: Flow) -> Self {
        self.flows.push(flow);
        self
    }

    /// The first file: the tables. It is deployed to the resource group of the workspace.
    ///
    /// # Errors
    ///
    /// Where Azure would refuse something, or drop it in silence, and where no flow goes into a custom table.
    pub fn tables(&self, language: Language) -> Result<String, InfraError> {
        let model = Model::of(self)?;
        model.check_has_tables()?;
        Ok(match language {
            Language::Arm => arm::tables(&model),
            Language::Bicep => bicep::tables(&model),
            Language::Terraform => terraform::tables(&model),
        })
    }

    /// The second file: the rule, and the role of those who send. It is deployed after the tables, to any resource group in
    /// the workspace's region.
    ///
    /// # Errors
    ///
    /// Where Azure would refuse something, or drop it in silence.
    pub fn rule(&self, language: Language) -> Result<String, InfraError> {
        let model = Model::of(self)?;
        Ok(match language {
            Language::Arm => arm::rule(&model),
            Language::Bicep => bicep::rule(&model),
            Language::Terraform => terraform::rule(&model),
        })
    }
}
