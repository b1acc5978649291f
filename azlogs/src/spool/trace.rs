//! What a spool tells `tracing`: files, counts and reasons, never contents.

#[cfg(feature = "tracing")]
pub(super) use with_tracing::*;
#[cfg(not(feature = "tracing"))]
pub(super) use without::*;

#[cfg(feature = "tracing")]
mod with_tracing {
    use std::io;
    use std::path::Path;

    use tracing::{info, warn};

    use super::super::SpoolError;

    pub(in super::super) fn dropped(file: &Path, rows: u64, why: &str) {
        warn!(file = %file.display(), rows, why, "a chunk was dropped from the spool");
    }

    pub(in super::super) fn set_aside(file: &Path, rows: u64, why: &str) {
        warn!(file = %file.display(), rows, why, "a file of the spool is not sent");
    }

    pub(in super::super) fn not_removed(file: &Path, error: &io::Error) {
        warn!(file = %file.display(), %error, "a chunk that is settled cannot be removed, and will be sent again after a restart");
    }

    pub(in super::super) fn trouble(error: &SpoolError) {
        warn!(%error, "rows are kept in memory only until the spool can be written again");
    }

    pub(in super::super) fn healed(directory: &Path) {
        info!(directory = %directory.display(), "the spool is written again");
    }
}

#[cfg(not(feature = "tracing"))]
mod without {
    use std::io;
    use std::path::Path;

    use super::super::SpoolError;

    pub(in super::super) fn dropped(_: &Path, _: u64, _: &str) {}

    pub(in super::super) fn set_aside(_: &Path, _: u64, _: &str) {}

    pub(in super::super) fn not_removed(_: &Path, _: &io::Error) {}

    pub(in super::super) fn trouble(_: &SpoolError) {}

    pub(in super::super) fn healed(_: &Path) {}
}
