//! Arrays and objects, item by item.

use serde::ser::{self, Serialize};
use serde_json::Error;

use super::Serializer;
use super::key::KeySerializer;
use crate::json::string::write_string;

/// An array or an object that has been begun.
pub(super) struct Compound<'o> {
    out: &'o mut Vec<u8>,
    /// What is to be written before the next item: what opens the array or object, or a comma.
    before: u8,
    /// What ends it, and the object around it where it's a variant's content.
    end: &'static [u8],
    /// Set where the struct isn't one: by a name that is agreed upon, `serde_json` hands itself numbers and JSON text.
    agreed: Option<&'static str>,
}

/// What the names begin with by which `serde_json` tells itself of a number of any precision, and of raw JSON.
const AGREED: &str = "$serde_json::private::";

impl<'o> Compound<'o> {
    #[inline]
    pub(super) fn new(out: &'o mut Vec<u8>, open: u8, end: &'static [u8]) -> Self {
        Self {
            out,
            before: open,
            end,
            agreed: None,
        }
    }

    #[inline]
    pub(super) fn of_struct(out: &'o mut Vec<u8>, name: &'static str) -> Self {
        Self {
            agreed: name.starts_with(AGREED).then_some(name),
            ..Self::new(out, b'{', b"}")
        }
    }

    /// Where the next item is to be written.
    #[inline]
    pub(super) fn next(&mut self) -> &mut Vec<u8> {
        self.out.push(self.before);
        self.before = b',';
        self.out
    }

    #[inline]
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        value.serialize(Serializer { out: self.next() })
    }

    #[inline]
    fn property<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), Error> {
        self.key(key);
        value.serialize(Serializer { out: self.out })
    }

    #[inline]
    pub(super) fn key(&mut self, key: &str) {
        let out = self.next();
        write_string(out, key);
        out.push(b':');
    }

    #[inline]
    fn finish(self) {
        if self.agreed.is_none() {
            if self.before != b',' {
                self.out.push(self.before);
            }
            self.out.extend_from_slice(self.end);
        }
    }
}

macro_rules! items {
    ($($trait:ident $method:ident),+) => {
        $(impl ser::$trait for Compound<'_> {
            type Ok = ();
            type Error = Error;

            #[inline]
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.item(value)
            }

            #[inline]
            fn end(self) -> Result<(), Error> {
                self.finish();
                Ok(())
            }
        })+
    };
}

items!(
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
);

impl ser::SerializeMap for Compound<'_> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        key.serialize(KeySerializer { map: self })
    }

    #[inline]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        value.serialize(Serializer { out: self.out })
    }

    #[inline]
    fn end(self) -> Result<(), Error> {
        self.finish();
        Ok(())
    }
}

impl ser::SerializeStruct for Compound<'_> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        match self.agreed {
            None => self.property(key, value),
            Some(name) => serde_json::to_writer(&mut *self.out, &Agreed { name, key, value }),
        }
    }

    #[inline]
    fn end(self) -> Result<(), Error> {
        self.finish();
        Ok(())
    }
}

impl ser::SerializeStructVariant for Compound<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.property(key, value)
    }

    fn end(self) -> Result<(), Error> {
        self.finish();
        Ok(())
    }
}

/// The struct with an agreed name as it came, for `serde_json` to know what it is.
struct Agreed<'v, T: ?Sized> {
    name: &'static str,
    key: &'static str,
    value: &'v T,
}

impl<T: Serialize + ?Sized> Serialize for Agreed<'_, T> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use ser::SerializeStruct as _;
        let mut agreed = serializer.serialize_struct(self.name, 1)?;
        agreed.serialize_field(self.key, self.value)?;
        agreed.end()
    }
}
