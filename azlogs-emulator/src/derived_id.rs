//! The immutable id of a rule whose document names none: made of its name, the same each time.

use azlogs_dcr::{ImmutableId, ImmutableIdError};

/// `dcr-` and the FNV-1a hash, 128 bits, of a name.
pub(crate) fn of_name(name: &str) -> Result<ImmutableId, ImmutableIdError> {
    format!("dcr-{:032x}", fnv1a(name.as_bytes())).parse()
}

/// FNV-1a is short, and the same on every machine and in every version of Rust; nothing here needs a secure hash.
fn fnv1a(bytes: &[u8]) -> u128 {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    bytes.iter().fold(OFFSET, |hash, byte| {
        (hash ^ u128::from(*byte)).wrapping_mul(PRIME)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_the_same_id_in_every_version() {
        // The published test vector of FNV-1a 128 for "foobar".
        assert_eq!(
            of_name("foobar").unwrap().as_str(),
            "dcr-343e1662793c64bf6f0d3597ba446f18"
        );
        assert_ne!(of_name("a"), of_name("b"));
    }
}
