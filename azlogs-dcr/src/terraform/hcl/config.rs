//! What a configuration declares.

use std::collections::HashMap;

use hcl_edit::expr::Expression;
use hcl_edit::structure::{Attribute, Block, Body};

/// The blocks of a configuration, by what they are for.
pub(super) struct Config<'a> {
    pub(super) resources: Vec<&'a Block>,
    pub(super) modules: Vec<&'a Block>,
    variables: HashMap<&'a str, &'a Block>,
    locals: HashMap<&'a str, &'a Attribute>,
    by_address: HashMap<(&'a str, &'a str), &'a Block>,
}

impl<'a> Config<'a> {
    pub(super) fn new(body: &'a Body) -> Self {
        let mut config = Self {
            resources: Vec::new(),
            modules: Vec::new(),
            variables: HashMap::new(),
            locals: HashMap::new(),
            by_address: HashMap::new(),
        };
        for block in body.blocks() {
            let labels = block.labels.as_slice();
            match (block.ident.as_str(), labels) {
                ("resource", [resource_type, name]) => {
                    config.resources.push(block);
                    let address = (resource_type.as_str(), name.as_str());
                    config.by_address.insert(address, block);
                }
                ("module", [_]) => config.modules.push(block),
                ("variable", [name]) => {
                    config.variables.insert(name.as_str(), block);
                }
                ("locals", []) => {
                    let locals = block.body.attributes();
                    config
                        .locals
                        .extend(locals.map(|local| (local.key.as_str(), local)));
                }
                _ => {}
            }
        }
        config
    }

    pub(super) fn variables(&self) -> impl Iterator<Item = &'a str> {
        self.variables.keys().copied()
    }

    pub(super) fn variable(&self, name: &str) -> Option<&'a Block> {
        self.variables.get(name).copied()
    }

    pub(super) fn local(&self, name: &str) -> Option<&'a Expression> {
        self.locals.get(name).map(|local| &local.value)
    }

    pub(super) fn locals(&self) -> impl Iterator<Item = &'a str> {
        self.locals.keys().copied()
    }

    pub(super) fn resource(&self, resource_type: &str, name: &str) -> Option<&'a Block> {
        self.by_address.get(&(resource_type, name)).copied()
    }
}
