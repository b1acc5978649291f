//! A struct of the package's own, which names the rule's file.

use crate::package::{Package, row, rule};

const PROGRAM: &str = r#"
#[derive(azlogs::LogRecord)]
#[log_record(dcr = "infra/dcr.json", stream = "Custom-Orders", rename_all = "PascalCase")]
struct Order {
    time_generated: std::time::SystemTime,
    amount: f64,
}

fn main() {
    let order = Order { time_generated: std::time::UNIX_EPOCH, amount: 9.5 };
    println!("{}", azlogs::to_json(&order).unwrap());
}
"#;

#[test]
fn a_row_is_checked_again_when_its_rule_changes() {
    let package = Package::new("own-orders", PROGRAM);
    package.write("infra/dcr.json", &rule("Amount", "real"));
    assert_eq!(package.printed(), row("Amount"));

    package.write("infra/dcr.json", &rule("Sum", "real"));
    let shown = package.failure();
    for part in [
        "stream `Custom-Orders` has no column `Amount` [AZL0110]",
        "--> infra/dcr.json:2:3",
        "--> src/main.rs:6:5",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }

    package.write("infra/dcr.json", &rule("Amount", "int"));
    let shown = package.failure();
    for part in [
        "--> src/main.rs:6:13",
        "column `Amount` is declared as int at infra/dcr.json:5:35",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }

    package.write("infra/dcr.json", &rule("Amount", "real"));
    assert_eq!(package.printed(), row("Amount"));
}
