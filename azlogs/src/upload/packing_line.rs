//! The packing of chunks, several at a time, in order.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::chunk::Chunk;

use super::blocking::Work;
use super::packing::{Packed, Packer};
use super::settings::Settings;
use super::wire::Joiner;

/// Packs chunks, off the async threads where that takes long, and gives what came of them in the order they came in.
#[derive(Debug)]
pub(crate) struct PackingLine {
    settings: Settings,
    /// Packers with nothing to do.
    idle: Vec<Packer>,
    /// How many more packers there may be.
    unmade: usize,
    under_way: VecDeque<UnderWay>,
    /// What makes bodies of packed chunks, where a chunk is none.
    joiner: Option<Joiner>,
}

/// A chunk being packed.
#[derive(Debug)]
struct UnderWay {
    work: Work<(Packer, Packed)>,
    /// Whether the body with its last rows isn't filled up with the chunks after it.
    closes: bool,
}

impl PackingLine {
    /// A line that packs up to `most` chunks at a time, and one more where they're only portions of bodies: what is done waits for
    /// what is before it, and no processor should meanwhile.
    pub(crate) fn new(settings: Settings, most: usize) -> Self {
        let joins = settings.strings_chunks();
        Self {
            joiner: joins.then(|| Joiner::new(settings.chunk_limit)),
            settings,
            idle: Vec::new(),
            unmade: most.saturating_add(usize::from(joins)),
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
            let done = packer.pack(chunk);
            (packer, done)
        };
        let work = if takes_long {
            Work::start(work)
        } else {
            Work::Done(Some(work()))
        };
        self.under_way.push_back(UnderWay { work, closes });
    }

    /// What came of the first chunk under way. Nothing when the runtime shut down before.
    pub(crate) fn poll_packed(&mut self, cx: &mut Context<'_>) -> Poll<Option<Packed>> {
        let Some(first) = self.under_way.front_mut() else {
            return Poll::Pending;
        };
        let closes = first.closes;
        let done = ready!(Pin::new(&mut first.work).poll(cx));
        self.under_way.pop_front();
        Poll::Ready(done.map(|(packer, packed)| {
            self.idle.push(packer);
            self.join(packed, closes)
        }))
    }

    fn join(&mut self, mut packed: Packed, closes: bool) -> Packed {
        if let Some(joiner) = &mut self.joiner {
            for segment in std::mem::take(&mut packed.segments) {
                packed.bodies.extend(joiner.join(&segment));
            }
            if closes {
                packed.bodies.extend(joiner.close());
            }
        }
        packed
    }
}
