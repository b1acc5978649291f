//! Structs that were generated once and are checked in, for rust-analyzer and reviewers to see:
//!
//! ```sh
//! cargo run -p azlogs-dcr-gen -- generate examples/infra/sensors.dcr.json \
//!     -o examples/src/bin/checked_in_types/sensors.rs
//! ```
//!
//! The same with `--check`, in CI, fails when the rule has changed since.

use std::error::Error;
use std::sync::Arc;

use azlogs::LogsClient;
use azlogs::credential::StaticToken;
use azlogs_emulator::Emulator;
use time::OffsetDateTime;

use crate::sensors::Readings;

mod sensors;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::builder()
        .dcr(
            "sensors.dcr.json",
            include_str!("../../../infra/sensors.dcr.json"),
        )
        .start()
        .await?;
    let client = LogsClient::builder(emulator.endpoint())
        .credential(Arc::new(StaticToken::new("any token will do")))
        .build()?;

    let reading = Readings {
        celsius: Some(21.5),
        ..Readings::new(OffsetDateTime::now_utc())
    };
    println!("in Azure these rows go to {}", sensors::ENDPOINT);
    let report = client
        .stream::<Readings>(sensors::IMMUTABLE_ID)
        .upload(&[reading])
        .await;
    println!("{}", report.into_result()?);
    Ok(())
}
