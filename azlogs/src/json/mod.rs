//! JSON text: strings, numbers and instants, written into a buffer.
