//! A package of its own, which depends on the crates here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Where all tests that compile crates of their own do so: what these depend on is the same.
const TARGET: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/target");

/// A rule whose stream has `TimeGenerated` and this column.
pub(crate) fn rule(column: &str, column_type: &str) -> String {
    format!(
        r#"{{
  "Custom-Orders": {{
    "columns": [
      {{ "name": "TimeGenerated", "type": "datetime" }},
      {{ "name": "{column}", "type": "{column_type}" }}
    ]
  }}
}}
"#
    )
}

/// The row that the programs print.
pub(crate) fn row(column: &str) -> String {
    format!("{{\"TimeGenerated\":\"1970-01-01T00:00:00.0000000Z\",\"{column}\":9.5}}\n")
}

/// A package with a program, and with a rule once that is written.
pub(crate) struct Package(PathBuf);

impl Package {
    pub(crate) fn new(name: &str, program: &str) -> Self {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        for folder in ["src", "infra"] {
            fs::create_dir_all(directory.join(folder)).unwrap();
        }
        let workspace = tests.parent().unwrap().display();
        let manifest = format!(
            "[package]\nname = '{name}'\nversion = '0.0.0'\nedition = '2024'\n[workspace]\n\
             [dependencies]\nazlogs = {{ path = '{workspace}/azlogs', default-features = false, features = ['derive'] }}\n\
             [build-dependencies]\nazlogs-dcr-gen = {{ path = '{workspace}/azlogs-dcr-gen', default-features = false }}\n"
        );
        // The same versions as here, which are there without a network.
        fs::copy(tests.join("../Cargo.lock"), directory.join("Cargo.lock")).unwrap();
        let package = Self(directory);
        package.write("Cargo.toml", &manifest);
        package.write("src/main.rs", program);
        package
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.0.join(file)
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        fs::write(self.path(file), text).unwrap();
    }

    fn run(&self) -> Output {
        Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--offline"])
            .current_dir(&self.0)
            .env("CARGO_TARGET_DIR", TARGET)
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap()
    }

    /// What Cargo shows of a build that fails.
    pub(crate) fn failure(&self) -> String {
        let output = self.run();
        assert!(!output.status.success());
        let shown = String::from_utf8(output.stderr).unwrap();
        for noise in ["panicked", "stack backtrace", "RUST_BACKTRACE"] {
            assert!(!shown.contains(noise), "{shown}");
        }
        shown
    }

    /// What the program prints.
    pub(crate) fn printed(&self) -> String {
        let output = self.run();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    }
}
