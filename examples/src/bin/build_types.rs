//! Structs that `build.rs` generates from the rule: see `examples/build.rs`.

use std::error::Error;
use std::sync::Arc;

use azlogs::LogsClient;
use azlogs::credential::StaticToken;
use azlogs_emulator::Emulator;
use serde_json::json;
use time::OffsetDateTime;

use crate::dcr::{Orders, Stock};

mod dcr {
    azlogs::include_dcr!();
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::builder()
        .dcr(
            "orders.template.json",
            include_str!("../../infra/orders.template.json"),
        )
        .start()
        .await?;
    let client = LogsClient::builder(emulator.endpoint())
        .credential(Arc::new(StaticToken::new("any token will do")))
        .build()?;
    // A rule that isn't deployed yet has no immutable id; the emulator makes one up.
    let rule = &emulator.rules()[0].immutable_id;

    let now = OffsetDateTime::now_utc();
    let order = Orders {
        customer_id: Some(4711),
        total: Some(59.9),
        items: Some(json!([{ "sku": "tea-100", "count": 2 }])),
        kind: Some("sale".into()),
        ..Orders::new(now, "2026-000123".into())
    };
    let stock = Stock {
        sku: Some("tea-100".into()),
        on_hand: Some(40),
        ..Stock::new(now)
    };

    println!(
        "{}",
        client
            .stream::<Orders>(rule)
            .upload(&[order])
            .await
            .into_result()?
    );
    println!(
        "{}",
        client
            .stream::<Stock>(rule)
            .upload(&[stock])
            .await
            .into_result()?
    );
    for note in emulator
        .stats()
        .streams
        .iter()
        .flat_map(|stream| &stream.notes)
    {
        println!("note: {note}");
    }
    Ok(())
}
