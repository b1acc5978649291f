//! Any `Serialize` as JSON: byte for byte what `serde_json` writes, with this crate's way of writing strings and numbers.
//!
//! What is rare, such as keys that are no text, is left to `serde_json`.

mod compound;
mod key;

use std::fmt::{Display, Write as _};

use serde::ser::{self, Serialize};
use serde_json::Error;

use self::compound::Compound;
use super::number::{write_float, write_integer};
use super::string::{Escaper, write_string, write_text};

/// Writes a value's JSON. After an error, what was written until then is left in the buffer.
pub(crate) fn write_serialized<T: Serialize + ?Sized>(
    out: &mut Vec<u8>,
    value: &T,
) -> Result<(), Error> {
    value.serialize(Serializer { out })
}

struct Serializer<'o> {
    out: &'o mut Vec<u8>,
}

macro_rules! integers {
    ($($method:ident $type:ty),+) => {
        $(
            #[inline]
            fn $method(self, value: $type) -> Result<(), Error> {
                write_integer(self.out, value);
                Ok(())
            }
        )+
    };
}

macro_rules! floats {
    ($($method:ident $type:ty),+) => {
        $(
            #[inline]
            fn $method(self, value: $type) -> Result<(), Error> {
                if value.is_finite() {
                    write_float(self.out, value);
                } else {
                    self.out.extend_from_slice(b"null");
                }
                Ok(())
            }
        )+
    };
}

impl Serializer<'_> {
    /// Begins an object that has a variant's name for its only key.
    fn variant(&mut self, name: &str) {
        self.out.push(b'{');
        write_string(self.out, name);
        self.out.push(b':');
    }
}

impl<'o> ser::Serializer for Serializer<'o> {
    type Ok = ();
    type Error = Error;

    type SerializeSeq = Compound<'o>;
    type SerializeTuple = Compound<'o>;
    type SerializeTupleStruct = Compound<'o>;
    type SerializeTupleVariant = Compound<'o>;
    type SerializeMap = Compound<'o>;
    type SerializeStruct = Compound<'o>;
    type SerializeStructVariant = Compound<'o>;

    integers!(
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64, serialize_i128 i128,
        serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64, serialize_u128 u128
    );
    floats!(serialize_f32 f32, serialize_f64 f64);

    #[inline]
    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        let text = if value { "true" } else { "false" };
        self.out.extend_from_slice(text.as_bytes());
        Ok(())
    }

    #[inline]
    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<(), Error> {
        write_text(self.out, value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Error> {
        self.collect_seq(value)
    }

    #[inline]
    fn serialize_unit(self) -> Result<(), Error> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        mut self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.variant(variant);
        value.serialize(Serializer { out: self.out })?;
        self.out.push(b'}');
        Ok(())
    }

    #[inline]
    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    #[inline]
    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'o>, Error> {
        Ok(Compound::new(self.out, b'[', b"]"))
    }

    #[inline]
    fn serialize_tuple(self, _: usize) -> Result<Compound<'o>, Error> {
        Ok(Compound::new(self.out, b'[', b"]"))
    }

    #[inline]
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Compound<'o>, Error> {
        Ok(Compound::new(self.out, b'[', b"]"))
    }

    fn serialize_tuple_variant(
        mut self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'o>, Error> {
        self.variant(variant);
        Ok(Compound::new(self.out, b'[', b"]}"))
    }

    #[inline]
    fn serialize_map(self, _: Option<usize>) -> Result<Compound<'o>, Error> {
        Ok(Compound::new(self.out, b'{', b"}"))
    }

    #[inline]
    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Compound<'o>, Error> {
        Ok(Compound::of_struct(self.out, name))
    }

    fn serialize_struct_variant(
        mut self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'o>, Error> {
        self.variant(variant);
        Ok(Compound::new(self.out, b'{', b"}}"))
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), Error> {
        self.out.push(b'"');
        if write!(Escaper(self.out), "{value}").is_err() {
            return Err(ser::Error::custom("its `Display` failed"));
        }
        self.out.push(b'"');
        Ok(())
    }
}

#[cfg(test)]
mod tests;
