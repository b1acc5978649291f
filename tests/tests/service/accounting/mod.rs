//! The account of every row, whatever the rows, the settings and the service's faults.
//!
//! What the emulator received and kept is the truth; the client's report has to agree with it row by row.

mod books;
mod plan;
mod rows;

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use azlogs::UploadReport;
use proptest::prelude::*;
use tokio::runtime::{self, Runtime};

use crate::support::service::{RULE, Service, builder_to, impatient};
use books::Books;
use plan::{NumberedTokens, Plan, plans};
use rows::{Row, rows};

/// One runtime for all cases.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
});

/// Uploads the rows as the plan says.
async fn upload(service: &Service, plan: &Plan, rows: &[Row]) -> UploadReport {
    let retry = impatient()
        .tries(plan.tries)
        .max_delay(Duration::from_millis(5));
    let client = builder_to(service.emulator.endpoint())
        .credential(Arc::new(NumberedTokens::default()))
        .retry(retry)
        .try_timeout(plan.try_timeout());
    let stream = client.build().unwrap().stream::<Row>(RULE);
    let stream = stream
        .chunk_limit(plan.chunk_limit)
        .concurrency(plan.concurrency)
        .packing(plan.packing)
        .compression(plan.compression);
    let upload = stream.upload(rows).on_failure(plan.on_failure);
    match plan.cancel_after {
        Some(time) => upload.cancel_on(tokio::time::sleep(time)).await,
        None => upload.await,
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 128,
        // Milliseconds: cases with a service that hangs take long.
        max_shrink_time: 30_000,
        ..ProptestConfig::default()
    })]

    #[test]
    fn each_row_is_accepted_rejected_or_not_attempted_as_the_service_has_it(
        rows in rows(),
        plan in plans(),
    ) {
        let (report, books) = RUNTIME.block_on(async {
            let service = Service::built(|emulator| plan.apply(emulator)).await;
            let report = upload(&service, &plan, &rows).await;
            (report, Books::close(&service.emulator).await)
        });
        books::check_partition(&report, rows.len())?;
        books.check_bodies(&plan)?;
        books.check_table()?;
        books.check_rows(&report, &rows, &plan)?;
        books.check_counts(&report, &plan)?;
    }
}
