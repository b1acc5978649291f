//! The packing of chunks, several at a time, in order.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::chunk::Chunk;

use super::crew::{Crew, Outcome};
use super::packing::{Packed, Packer};
use super::settings::Settings;
use super::wire::Joiner;

/// Packs chunks, off the async threads where that takes long, and gives what came of them in the order they came in.
#[derive(Debug)]
pub(crate) struct PackingLine {
    settings: Settings,
    packers: Crew<Packer, Chunk, Packed>,
    /// How many chunks may be under way.
    most: usize,
    under_way: VecDeque<UnderWay>,
    /// What makes bodies of packed chunks, where a chunk is none.
    joiner: Option<Joiner>,
}

/// A chunk being packed.
#[derive(Debug)]
struct UnderWay {
    packed: Outcome<Packed>,
    /// Whether the body with its last rows isn't filled up with the chunks after it.
    closes: bool,
}

impl PackingLine {
    /// A line that packs so many chunks at a time, and takes some more `ahead`, so that no packer waits for the next.
    pub(crate) fn new(settings: Settings, packers: usize, ahead: usize) -> Self {
        let joins = settings.strings_chunks();
        Self {
            settings,
            packers: Crew::new(packers, Packer::pack),
            most: packers.saturating_add(ahead),
            under_way: VecDeque::new(),
            joiner: joins.then(|| Joiner::new(settings.chunk_limit)),
        }
    }

    /// Whether a chunk can be taken now.
    pub(crate) fn has_room(&self) -> bool {
        self.under_way.len() < self.most
    }

    /// The number of chunks under way.
    pub(crate) fn len(&self) -> usize {
        self.under_way.len()
    }

    /// Takes a chunk to be packed, if there is room. A body that it `closes` isn't filled up with the chunks after it.
    pub(crate) fn start(&mut self, chunk: Chunk, closes: bool) {
        let settings = self.settings;
        let packed = match settings.compression.gzip_level() {
            None => Outcome::ready(settings.packer().pack(chunk)),
            Some(_) => self.packers.start(chunk, || settings.packer()),
        };
        self.under_way.push_back(UnderWay { packed, closes });
    }

    /// What came of the first chunk under way. Nothing when the runtime shut down before.
    pub(crate) fn poll_packed(&mut self, cx: &mut Context<'_>) -> Poll<Option<Packed>> {
        let Some(first) = self.under_way.front_mut() else {
            return Poll::Pending;
        };
        let closes = first.closes;
        let done = ready!(Pin::new(&mut first.packed).poll(cx));
        self.under_way.pop_front();
        Poll::Ready(done.map(|packed| self.join(packed, closes)))
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
