//! The keys of maps: any type's in Rust, text in JSON.

use std::fmt::Display;

use serde::ser::{self, Serialize};
use serde_json::Error;

use super::Serializer;
use super::compound::Compound;
use crate::json::prefetch;

/// Writes the next key of a map.
pub(super) struct KeySerializer<'m, 'o> {
    pub(super) map: &'m mut Compound<'o>,
}

impl KeySerializer<'_, '_> {
    /// Has `serde_json` write the key, or say why it is none.
    #[cold]
    fn other<T: Serialize + ?Sized>(self, key: &T) -> Result<(), Error> {
        // The comma is there already; the brace is taken away again.
        let out = self.map.next();
        let start = out.len();
        let mut serializer = serde_json::Serializer::new(&mut *out);
        let mut object = ser::Serializer::serialize_map(&mut serializer, None)?;
        ser::SerializeMap::serialize_key(&mut object, key)?;
        out.remove(start);
        out.push(b':');
        Ok(())
    }
}

macro_rules! other_keys {
    ($($method:ident $type:ty),+) => {
        $(fn $method(self, key: $type) -> Result<(), Error> {
            self.other(&key)
        })+
    };
}

macro_rules! no_keys {
    ($($method:ident($($type:ty),*) $compound:ident),+) => {
        $(
            type $compound = ser::Impossible<(), Error>;

            fn $method(self, $(_: $type),*) -> Result<Self::$compound, Error> {
                self.other(&())?;
                Err(ser::Error::custom("this is no key"))
            }
        )+
    };
}

impl ser::Serializer for KeySerializer<'_, '_> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_str(self, key: &str) -> Result<(), Error> {
        prefetch::after_map_key(key);
        self.map.key(key);
        Ok(())
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
        key: &T,
    ) -> Result<(), Error> {
        key.serialize(self)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, key: &T) -> Result<(), Error> {
        key.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        self.other(&())
    }

    fn collect_str<T: Display + ?Sized>(self, key: &T) -> Result<(), Error> {
        let out = self.map.next();
        Serializer { out }.collect_str(key)?;
        out.push(b':');
        Ok(())
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.other(&())
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.other(&())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.other(&())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Error> {
        self.other(&())
    }

    other_keys!(
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64, serialize_i128 i128,
        serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64, serialize_u128 u128,
        serialize_f32 f32, serialize_f64 f64, serialize_bool bool, serialize_char char
    );

    no_keys!(
        serialize_seq(Option<usize>) SerializeSeq,
        serialize_tuple(usize) SerializeTuple,
        serialize_tuple_struct(&'static str, usize) SerializeTupleStruct,
        serialize_tuple_variant(&'static str, u32, &'static str, usize) SerializeTupleVariant,
        serialize_map(Option<usize>) SerializeMap,
        serialize_struct(&'static str, usize) SerializeStruct,
        serialize_struct_variant(&'static str, u32, &'static str, usize) SerializeStructVariant
    );
}
