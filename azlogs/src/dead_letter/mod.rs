//! Where rejected rows go, so that they can be looked at, mended and sent again.

mod batch;
mod file;
mod letter;
mod outbox;
mod reader;
#[cfg(test)]
mod tests;
mod trace;

use std::fmt;
use std::io;

pub use batch::RejectedBatch;
pub use file::DeadLetterFile;
pub use letter::Letter;
pub(crate) use outbox::{Kept, Outbox, Parcel, Remains};
pub use reader::{DeadLetterReader, LetterError};

/// A place for rows that were rejected: [`DeadLetterFile`], or one of one's own.
///
/// ```
/// use std::io;
/// use azlogs::{DeadLetter, RejectedBatch};
///
/// #[derive(Debug)]
/// struct Stderr;
///
/// impl DeadLetter for Stderr {
///     fn keep(&self, rejected: &RejectedBatch<'_>) -> io::Result<()> {
///         for row in rejected.rows() {
///             eprintln!("{}: {}: {}", rejected.stream(), rejected.reason(), row.unwrap_or("(no JSON)"));
///         }
///         Ok(())
///     }
/// }
/// ```
pub trait DeadLetter: fmt::Debug + Send + Sync {
    /// Keeps rows. When it returns `Ok`, nobody else has them any more.
    ///
    /// It's called on a thread that may block, so that it can wait for a disk, or with
    /// [`Handle::block_on`](tokio::runtime::Handle::block_on) for something async. Meanwhile no more than some megabytes of
    /// other rejected rows wait, and no more rows are taken. Several may be called at once where several uploads share it.
    ///
    /// # Errors
    ///
    /// Where the rows couldn't be kept. They are lost then, which the report and a warning say.
    fn keep(&self, rejected: &RejectedBatch<'_>) -> io::Result<()>;
}
