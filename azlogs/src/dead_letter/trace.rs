//! What dead letters tell `tracing`: files, counts and reasons, never contents.

#[cfg(feature = "tracing")]
pub(super) use with_tracing::*;
#[cfg(not(feature = "tracing"))]
pub(super) use without::*;

#[cfg(feature = "tracing")]
mod with_tracing {
    use std::io;
    use std::path::Path;

    use tracing::warn;

    pub(in super::super) fn removed(file: &Path) {
        warn!(file = %file.display(), "the oldest file of dead letters is removed: there are as many as are kept");
    }

    pub(in super::super) fn not_kept(rows: usize, error: &io::Error) {
        warn!(rows, %error, "rejected rows cannot be kept");
    }
}

#[cfg(not(feature = "tracing"))]
mod without {
    use std::io;
    use std::path::Path;

    pub(in super::super) fn removed(_: &Path) {}

    pub(in super::super) fn not_kept(_: usize, _: &io::Error) {}
}
