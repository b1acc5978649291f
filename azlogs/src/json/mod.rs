//! JSON text: strings, numbers and instants, written into a buffer.

mod instant;
mod number;
mod prefetch;
mod serializer;
mod string;

#[cfg(feature = "time")]
pub(crate) use instant::write_civil;
pub(crate) use instant::{OutOfRange, write_instant};
pub(crate) use number::{write_float, write_integer};
pub(crate) use serializer::write_serialized;
pub(crate) use string::{Escaper, write_string, write_text};
