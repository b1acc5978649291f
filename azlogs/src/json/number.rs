//! Numbers: the shortest text that reads back as the same value.

/// Writes an integer.
#[inline]
pub(crate) fn write_integer<I: itoa::Integer>(out: &mut Vec<u8>, value: I) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// Writes a finite float; JSON has no text for others. An `f32` gets an `f32`'s digits: `0.1`, not `0.10000000149011612`.
#[inline]
pub(crate) fn write_float<F: zmij::Float>(out: &mut Vec<u8>, finite: F) {
    out.extend_from_slice(zmij::Buffer::new().format_finite(finite).as_bytes());
}
