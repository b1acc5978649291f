//! Bodies that the service found too large, while they are halved off the runtime.

use std::future::Future;
use std::pin::Pin;
use std::task::Context;

use crate::error::Error;

use super::blocking::Work;
use super::body::Body;
use super::compression::Compression;
use super::pipeline::take_done;
use super::split::split;

/// What came of one body.
pub(super) enum Halved {
    InTwo(Body, Body),
    /// It was a single row, and was refused with this error.
    Whole(Body, Error),
}

pub(super) struct Halving {
    compression: Compression,
    /// Each with its body's first row.
    works: Vec<(usize, Work<Halved>)>,
}

impl Halving {
    pub(super) fn new(compression: Compression) -> Self {
        Self {
            compression,
            works: Vec::new(),
        }
    }

    /// Begins to halve a body that was refused with this error.
    pub(super) fn start(&mut self, body: Body, error: Error) {
        let compression = self.compression;
        let first = body.first_row();
        let work = Work::start(move || match split(&body, compression) {
            Some((left, right)) => Halved::InTwo(left, right),
            None => Halved::Whole(body, error),
        });
        self.works.push((first, work));
    }

    /// How many bodies are being halved.
    pub(super) fn len(&self) -> usize {
        self.works.len()
    }

    /// The first row of all that are being halved.
    pub(super) fn first_row(&self) -> Option<usize> {
        self.works.iter().map(|(first, _)| *first).min()
    }

    /// Takes those that are done; `None` for one that the runtime's end broke off.
    pub(super) fn poll_done(&mut self, cx: &mut Context<'_>) -> Vec<Option<Halved>> {
        take_done(&mut self.works, |(_, work)| Pin::new(work).poll(cx))
    }
}
