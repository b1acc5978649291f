//! A build script that generates: what Cargo shows of a bad rule, what it builds of a good one, and that it notices a change.

#![allow(clippy::unwrap_used, reason = "a test may panic, in its helpers too")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Where both tests that compile crates of their own do so: what these depend on is the same.
const TARGET: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/target");

const QUIET_BUILD_SCRIPT: &str = r#"
fn main() {
    let mut config = azlogs_dcr_gen::Config::new();
    let _ = config.dcr("infra/dcr.json").datetime(azlogs_dcr_gen::DateTime::SystemTime).compile();
}
"#;

const FAILING_BUILD_SCRIPT: &str = r#"
fn main() -> Result<(), azlogs_dcr_gen::Error> {
    azlogs_dcr_gen::Config::new().dcr("infra/dcr.json").compile()
}
"#;

const PROGRAM: &str = r#"
mod dcr {
    azlogs::include_dcr!();
}

fn main() {
    let order = dcr::Orders { amount: Some(9.5), ..dcr::Orders::new(std::time::UNIX_EPOCH) };
    println!("{}", azlogs::to_json(&order).unwrap());
}
"#;

fn rule(column: &str, column_type: &str) -> String {
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

/// A package with a build script.
struct Package(PathBuf);

impl Package {
    fn new() -> Self {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("orders");
        for folder in ["src", "infra"] {
            fs::create_dir_all(directory.join(folder)).unwrap();
        }
        let workspace = tests.parent().unwrap().display();
        let manifest = format!(
            "[package]\nname = 'orders'\nversion = '0.0.0'\nedition = '2024'\n[workspace]\n\
             [dependencies]\nazlogs = {{ path = '{workspace}/azlogs', default-features = false, features = ['derive'] }}\n\
             [build-dependencies]\nazlogs-dcr-gen = {{ path = '{workspace}/azlogs-dcr-gen', default-features = false }}\n"
        );
        // The same versions as here, which are there without a network.
        fs::copy(tests.join("../Cargo.lock"), directory.join("Cargo.lock")).unwrap();
        let package = Self(directory);
        package.write("Cargo.toml", &manifest);
        package.write("src/main.rs", PROGRAM);
        package
    }

    fn write(&self, file: &str, text: &str) {
        fs::write(self.0.join(file), text).unwrap();
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
    fn failure(&self) -> String {
        let output = self.run();
        assert!(!output.status.success());
        let shown = String::from_utf8(output.stderr).unwrap();
        for noise in ["panicked", "stack backtrace", "RUST_BACKTRACE"] {
            assert!(!shown.contains(noise), "{shown}");
        }
        shown
    }

    /// What the program prints.
    fn printed(&self) -> String {
        let output = self.run();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    }
}

#[test]
fn a_build_script_shows_what_is_wrong_and_notices_changes() {
    let package = Package::new();
    let finding = "\
error: orders@0.0.0: column `Amount` has type `guid`, which streams don't have [AZL0007]
error: orders@0.0.0:   --> infra/dcr.json:5:35
error: orders@0.0.0:   = help: use `string`, and `toguid()` in the transform where the table's column is a guid
";
    package.write("infra/dcr.json", &rule("Amount", "guid"));
    package.write("build.rs", FAILING_BUILD_SCRIPT);
    let shown = package.failure();
    assert!(shown.contains(finding), "{shown}");
    assert_eq!(
        shown.matches("--> infra/dcr.json:5:35").count(),
        2,
        "as told, and as printed: {shown}"
    );

    package.write("build.rs", QUIET_BUILD_SCRIPT);
    let shown = package.failure();
    assert_eq!(
        shown,
        format!("{finding}error: build script logged errors\n")
    );

    package.write("infra/dcr.json", &rule("Amount", "real"));
    let row = |column: &str| {
        format!("{{\"TimeGenerated\":\"1970-01-01T00:00:00.0000000Z\",\"{column}\":9.5}}\n")
    };
    assert_eq!(package.printed(), row("Amount"));

    package.write("infra/dcr.json", &rule("AMOUNT", "real"));
    assert_eq!(package.printed(), row("AMOUNT"));

    fs::remove_file(package.0.join("infra/dcr.json")).unwrap();
    let shown = package.failure();
    assert!(
        shown.starts_with("error: orders@0.0.0: cannot read infra/dcr.json: "),
        "{shown}"
    );
}
