//! A crate that generated code is compiled in.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::this_package;

/// Where all tests that compile crates of their own do so: what these depend on is the same.
const TARGET: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/target");

/// The manifest, without the name and the dependencies on this workspace.
const MANIFEST: &str = r#"
version = "0.0.0"
edition = "2024"
publish = false

[workspace]

[dependencies]
chrono = { version = "0.4", default-features = false, features = ["std"] }
jiff = { version = "0.2", default-features = false, features = ["std"] }
serde = { version = "1", features = ["derive"] }
time = "0.3"
"#;

/// A crate: what it is called, and what is in it.
pub(crate) struct Package {
    pub(crate) name: &'static str,
    /// The root, to which a line for each module is added.
    pub(crate) library: &'static str,
    pub(crate) build_script: Option<&'static str>,
    /// Modules' names and code.
    pub(crate) modules: Vec<(String, String)>,
    /// The names and texts of the rules that it is generated from, which go into the folder `rules`.
    pub(crate) rules: Vec<(String, Vec<u8>)>,
}

impl Package {
    /// In the target directory, where it stays, so that the next run compiles only what has changed.
    fn directory(&self) -> PathBuf {
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(self.name)
    }

    pub(crate) fn write(&self) {
        let directory = self.directory();
        for folder in ["src", "rules"] {
            let _ = fs::remove_dir_all(directory.join(folder));
            fs::create_dir_all(directory.join(folder)).unwrap();
        }
        let workspace = this_package().parent().unwrap().display();
        let mut manifest = format!(
            "[package]\nname = '{}'{MANIFEST}\
             azlogs = {{ path = '{workspace}/azlogs', default-features = false, features = ['chrono', 'derive', 'jiff', 'time'] }}\n",
            self.name
        );
        if let Some(script) = self.build_script {
            writeln!(
                manifest,
                "[build-dependencies]\n\
                 azlogs-dcr-gen = {{ path = '{workspace}/azlogs-dcr-gen', default-features = false }}"
            )
            .unwrap();
            fs::write(directory.join("build.rs"), script).unwrap();
        }
        let mut library = self.library.to_owned();
        for (name, code) in &self.modules {
            writeln!(library, "pub mod {name};").unwrap();
            fs::write(directory.join(format!("src/{name}.rs")), code).unwrap();
        }
        for (name, text) in &self.rules {
            fs::write(directory.join(format!("rules/{name}.json")), text).unwrap();
        }
        fs::write(directory.join("Cargo.toml"), manifest).unwrap();
        fs::write(directory.join("src/lib.rs"), library).unwrap();
        // The same versions as here, which are there without a network.
        fs::copy(
            this_package().join("../Cargo.lock"),
            directory.join("Cargo.lock"),
        )
        .unwrap();
    }

    /// Runs cargo in it, which has to succeed.
    pub(crate) fn cargo(&self, args: &[&str]) {
        let directory = self.directory();
        let output = Command::new(env!("CARGO"))
            .args(args)
            .arg("--offline")
            .current_dir(&directory)
            .env("CARGO_TARGET_DIR", TARGET)
            .env("RUSTDOCFLAGS", "-D warnings")
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        let place = directory.display();
        assert!(
            output.status.success(),
            "cargo {args:?} in {place}:\n{stderr}"
        );
    }
}
