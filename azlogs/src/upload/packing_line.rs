//! The packing of chunks, several at a time, in order.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::chunk::Chunk;

use super::blocking::Work;
use super::packing::{Packed, Packer};
use super::settings::Settings;

/// Packs chunks, off the async threads where that takes long, and gives what came of them in the order they came in.
#[derive(Debug)]
pub(crate) struct PackingLine {
    settings: Settings,
    /// Packers with nothing to do.
    idle: Vec<Packer>,
    /// How many more packers there may be.
    unmade: usize,
    under_way: VecDeque<Work<(Packer, Packed)>>,
}

impl PackingLine {
    /// A line that packs up to `most` chunks at a time.
    pub(crate) fn new(settings: Settings, most: usize) -> Self {
        Self {
            settings,
            idle: Vec::new(),
            unmade: most,
            under_way: VecDeque::new(),
        }
    }

    /// Whether a chunk can be packed now.
    pub(crate) fn has_room(&self) -> bool {
        !self.idle.is_empty() || self.unmade > 0
    }

    /// The number of chunks under way.
    pub(crate) fn len(&self) -> usize {
        self.under_way.len()
    }

    /// Begins to pack a chunk, if there is room. A body that it `closes` isn't filled up with the chunks after it.
    pub(crate) fn start(&mut self, chunk: Chunk, closes: bool) {
        let mut packer = self.idle.pop().unwrap_or_else(|| {
            self.unmade = self.unmade.saturating_sub(1);
            self.settings.packer()
        });
        let takes_long = packer.compresses();
        let work = move || {
            let done = packer.pack(chunk, closes);
            (packer, done)
        };
        self.under_way.push_back(if takes_long {
            Work::start(work)
        } else {
            Work::Done(Some(work()))
        });
    }

    /// What came of the first chunk under way. Nothing when the runtime shut down before.
    pub(crate) fn poll_packed(&mut self, cx: &mut Context<'_>) -> Poll<Option<Packed>> {
        let Some(first) = self.under_way.front_mut() else {
            return Poll::Pending;
        };
        let done = ready!(Pin::new(first).poll(cx));
        self.under_way.pop_front();
        Poll::Ready(done.map(|(packer, packed)| {
            self.idle.push(packer);
            packed
        }))
    }
}
