//! Writing one row as a JSON object, straight into a buffer.

/// Writes the columns of one row.
#[derive(Debug)]
pub struct RowWriter<'b> {
    out: &'b mut Vec<u8>,
}

/// A row couldn't be written.
#[derive(Debug)]
#[non_exhaustive]
pub struct RowError {
    /// The column whose value couldn't be written.
    pub column: &'static str,
}
