//! IP addresses, as text.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::natural::natural;
use super::reason::HoldsText;
use super::value::{ColumnValue, ValueError, ValueWriter, Written};
use crate::json;

impl<K: HoldsText> ColumnValue<K> for Ipv4Addr {
    #[inline]
    fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
        let [first, rest @ ..] = self.octets();
        Ok(out.plain(|out| {
            json::write_integer(out, first);
            for octet in rest {
                out.push(b'.');
                json::write_integer(out, octet);
            }
        }))
    }
}

impl<K: HoldsText> ColumnValue<K> for Ipv6Addr {
    fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
        out.displayed(self)
    }
}

impl<K: HoldsText> ColumnValue<K> for IpAddr {
    #[inline]
    fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
        match self {
            Self::V4(address) => address.write_value(out),
            Self::V6(address) => address.write_value(out),
        }
    }
}

natural! {
    String: IpAddr, Ipv4Addr, Ipv6Addr;
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use proptest::prelude::*;

    use crate::column::String;
    use crate::column::value::written;

    proptest! {
        #[test]
        fn an_address_is_written_as_it_displays(address: IpAddr) {
            let text = format!("\"{address}\"");
            prop_assert_eq!(written::<String, _>(&address).unwrap().0, text);
        }
    }
}
