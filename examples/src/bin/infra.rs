//! The tables and the rule, written from the rows' types: nothing about a stream is said twice.
//!
//! `cargo run --bin infra -- --language terraform` prints both files; the test keeps those in `infra/shop/` up to date, and
//! writes them when it runs with `AZLOGS_UPDATE=1`.

use std::time::SystemTime;

use azlogs::infra::{Deployment, Flow, InfraError, Language, TablePlan, sample};
use azlogs::{LogColumn, LogRecord};
use clap::{Parser, ValueEnum};
use uuid::Uuid;

/// An order, as the shop took it.
#[derive(LogRecord)]
#[log_record(stream = "Custom-ShopOrders", rename_all = "PascalCase")]
#[allow(dead_code, reason = "this program writes no rows")]
struct Order {
    time_generated: SystemTime,
    /// The same in all that one request led to.
    correlation_id: Uuid,
    /// What the customer paid, in euros.
    amount: f64,
    items: Vec<String>,
    payment: Option<Payment>,
}

#[derive(LogColumn)]
#[log_column(rename_all = "snake_case")]
#[allow(dead_code, reason = "this program writes no rows")]
enum Payment {
    Card,
    BankTransfer,
}

/// A page that somebody looked at. The time is that of its arrival.
#[derive(LogRecord)]
#[log_record(stream = "Custom-ShopViews", rename_all = "PascalCase")]
#[allow(dead_code, reason = "this program writes no rows")]
struct View<'a> {
    path: &'a str,
    /// How long the page took, in milliseconds.
    duration_ms: f64,
}

fn deployment() -> Deployment {
    Deployment::new("shop")
        .description("What happens in the shop")
        .flow(Flow::of::<Order>().total_retention_in_days(365))
        .flow(Flow::of::<View<'_>>().plan(TablePlan::Basic))
}

/// Prints the tables, the rule, and a sample of an order.
#[derive(Parser)]
struct Args {
    /// What to write them in
    #[arg(long, value_enum, default_value_t = LanguageArg::Bicep)]
    language: LanguageArg,
}

#[derive(Clone, Copy, ValueEnum)]
enum LanguageArg {
    Arm,
    Bicep,
    Terraform,
}

impl From<LanguageArg> for Language {
    fn from(arg: LanguageArg) -> Self {
        match arg {
            LanguageArg::Arm => Self::Arm,
            LanguageArg::Bicep => Self::Bicep,
            LanguageArg::Terraform => Self::Terraform,
        }
    }
}

fn main() -> Result<(), InfraError> {
    let language = Args::parse().language.into();
    let deployment = deployment();
    println!("{}", deployment.tables(language)?);
    println!("{}", deployment.rule(language)?);
    println!("{}", sample(&Order::SCHEMA));
    Ok(())
}

#[cfg(test)]
mod tests {
    use azlogs::infra::{InfraError, Language, assert_up_to_date};

    use super::deployment;

    #[test]
    fn the_files_are_what_the_rows_say() -> Result<(), InfraError> {
        let deployment = deployment();
        for (language, extension) in [
            (Language::Arm, "json"),
            (Language::Bicep, "bicep"),
            (Language::Terraform, "tf"),
        ] {
            let file = |name: &str| format!("infra/shop/{name}.{extension}");
            assert_up_to_date(file("tables"), &deployment.tables(language)?);
            assert_up_to_date(file("rule"), &deployment.rule(language)?);
        }
        Ok(())
    }
}
