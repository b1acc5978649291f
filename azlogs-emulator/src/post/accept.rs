//! All that the service does with a request: refuses it, or accepts its rows.

use std::sync::Arc;

use bytes::Bytes;

use super::{Post, to_u64};
use crate::answers::{Answer, Detail, Known, Values};
use crate::body::Received;
use crate::decode::{Undecodable, gunzip};
use crate::rows::{self, Batch};
use crate::{Loss, flows, head};

/// Rows that were read, and not accepted yet.
struct Unpacked {
    batch: Batch,
    raw_bytes: usize,
}

impl Post<'_> {
    /// All that the service does with a request.
    pub(super) async fn accept(&mut self, received: Received) -> Result<(), Answer> {
        let state = Arc::clone(self.state);
        let target = self.target.clone();
        let target = target.ok_or_else(|| Known::PathNotFound.answer(&Values::default()))?;
        head::method(&self.parts.method)?;
        let body = self.whole(received)?;
        let rule = head::rule(&state, &target, &self.parts)?;
        let gzip = head::content(&self.parts.headers)?;
        self.record.gzip = gzip;
        if body.is_empty() {
            return Err(Known::EmptyBody.answer(&Values::default()));
        }
        let found = head::stream(&state, rule, &target)?;
        let unpacked = self.unpack(body, gzip, (found.rule, found.stream)).await?;
        let raw_bytes = to_u64(unpacked.raw_bytes);
        self.record.raw_bytes = Some(raw_bytes);
        self.record.rows = unpacked.batch.received;
        state
            .admit_bytes(rule, unpacked.raw_bytes)
            .map_err(|over| {
                let limit = state.settings.quotas.bytes.to_string();
                let values = Values {
                    rule: &target.rule,
                    limit: &limit,
                    ..Values::default()
                };
                head::later(Known::TooManyBytes, over, &values)
            })?;
        self.record.losses.clone_from(&unpacked.batch.losses);
        if state.settings.strict && !unpacked.batch.losses.is_empty() {
            return Err(strict(&unpacked.batch.losses));
        }
        self.record.accepted = to_u64(unpacked.batch.rows.len());
        self.record.tables = found.info.table_names();
        self.record.transforms_not_run = found.info.transformed_table_names();
        let landed = unpacked.batch.landed.iter().flatten();
        self.record.flows = landed.map(|landed| landed.counts.clone()).collect();
        state.accept(found, &unpacked.batch, self.record.wire_bytes, raw_bytes);
        Ok(())
    }

    /// The body, where it came in time and isn't too long.
    fn whole(&self, received: Received) -> Result<Bytes, Answer> {
        let limits = &self.state.settings.limits;
        let given = self.record.wire_bytes.to_string();
        let (known, limit) = match received {
            Received::Whole(body) => return Ok(body),
            Received::TooLong(_) => (Known::ContentTooLong, limits.wire_bytes.to_string()),
            Received::TooSlow(_) | Received::Broken(_) => {
                (Known::SlowBody, limits.body_timeout.as_secs().to_string())
            }
        };
        Err(known.answer(&Values {
            given: &given,
            limit: &limit,
            ..Values::default()
        }))
    }

    /// Unpacks and reads a body on a thread for such work, so that other requests go on meanwhile.
    async fn unpack(
        &self,
        body: Bytes,
        gzip: bool,
        (rule, stream): (usize, usize),
    ) -> Result<Unpacked, Answer> {
        let state = Arc::clone(self.state);
        let received = self.received;
        let work = move || {
            let limits = &state.settings.limits;
            let raw = if gzip {
                gunzip(&body, limits.decompressed_bytes)?.into()
            } else {
                body
            };
            let mut batch = Batch::default();
            if let Some(found) = state.catalog.at(rule, stream) {
                batch = rows::read(&raw, found.schema, limits, received);
                let bounds = (limits, &state.settings.keep);
                flows::run(&mut batch, &found.info.tables, bounds, received);
            }
            Ok(Unpacked {
                batch,
                raw_bytes: raw.len(),
            })
        };
        let limit = self.state.settings.limits.decompressed_bytes.to_string();
        let values = Values {
            limit: &limit,
            ..Values::default()
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(Ok(unpacked)) => Ok(unpacked),
            Ok(Err(Undecodable::TooLong)) => Err(Known::DecompressedTooLong.answer(&values)),
            Ok(Err(Undecodable::NoGzip(reason))) => Err(Known::BadGzip.answer(&Values {
                given: &reason,
                ..values
            })),
            Err(_) => Err(Known::Internal.answer(&values)),
        }
    }
}

/// A strict emulator's answer to silent loss: each loss, with its column.
fn strict(losses: &[Loss]) -> Answer {
    let details = losses.iter().map(|loss| Detail {
        code: loss.kind.code(),
        message: loss.to_string(),
        target: loss.column.clone(),
    });
    Answer {
        details: details.collect(),
        ..Known::SilentLoss.answer(&Values::default())
    }
}
