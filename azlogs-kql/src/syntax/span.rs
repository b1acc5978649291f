//! A place in the text of a transformation.

/// A place in the text of a transformation, in bytes: from `start` up to, and without, `end`.
///
/// Both ends lie between characters. The span of something that's missing is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl Span {
    pub(crate) fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// From the start of this one to the end of the other.
    pub(crate) fn to(self, other: Self) -> Self {
        Self::new(self.start, other.end)
    }

    /// The empty span behind this one.
    pub(crate) fn after(self) -> Self {
        Self::new(self.end, self.end)
    }
}
