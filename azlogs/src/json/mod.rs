//! JSON text: strings, numbers and instants, written into a buffer.

mod instant;
mod number;
mod string;

pub(crate) use instant::{OutOfRange, write_instant};
pub(crate) use number::{write_float, write_integer};
pub(crate) use string::{Escaper, write_string};
