//! A build script that generates.

use std::fs;

use crate::package::{Package, row, rule};

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

#[test]
fn a_build_script_shows_what_is_wrong_and_notices_changes() {
    let package = Package::new("orders", PROGRAM);
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
    assert_eq!(package.printed(), row("Amount"));

    package.write("infra/dcr.json", &rule("AMOUNT", "real"));
    assert_eq!(package.printed(), row("AMOUNT"));

    fs::remove_file(package.path("infra/dcr.json")).unwrap();
    let shown = package.failure();
    assert!(
        shown.starts_with("error: orders@0.0.0: cannot read infra/dcr.json: "),
        "{shown}"
    );
}
