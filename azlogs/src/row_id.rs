//! `RowId`: what tells a row from all others, so that its duplicates can be found.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::UNIX_EPOCH;

use azlogs_dcr::TableColumnType;
use serde::{Serialize, Serializer};

use crate::clock;
use crate::column::reason::HoldsText;
use crate::column::{ColumnValue, NaturalColumn, ValueError, ValueWriter, Written};

/// An id that no other row has: make it with the row, and it stays the same however often and by whichever process the row is sent.
///
/// Delivery is *at least once*: a request whose answer got lost is sent again, and the service doesn't remove
/// duplicates. With an id in each row, a query does:
///
/// ```
/// use azlogs::{LogRecord, RowId};
/// use std::time::SystemTime;
///
/// # #[cfg(feature = "derive")] {
/// #[derive(LogRecord)]
/// #[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
/// struct Order {
///     time_generated: SystemTime,
///     #[log_record(row_id)]
///     row_id: RowId,
///     amount: f64,
/// }
///
/// let order = Order { time_generated: SystemTime::now(), row_id: RowId::new(), amount: 9.5 };
/// assert!(azlogs::to_json(&order).unwrap().contains(&order.row_id.to_string()));
/// assert_eq!(Order::SCHEMA.row_id().unwrap().name, "RowId");
/// # }
/// ```
///
/// ```kql
/// Orders_CL
/// | summarize take_any(*) by RowId
/// ```
///
/// It's a UUID of version 7 (RFC 9562): the time in milliseconds, and 74 bits that nobody can guess. The bits alone make it unique, whatever
/// becomes of the clock; only that later ids are greater doesn't hold where it was set back. It goes through the stream as text in a
/// string column; the table's column may be a `guid`, by `toguid` in the transform, which is what the module `infra` writes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowId([u8; 16]);

impl RowId {
    /// An id that was never there before.
    #[must_use]
    pub fn new() -> Self {
        let since = clock::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self::of(since.as_millis(), random())
    }

    /// A UUID of version 7: 48 bits of time, 74 of the random ones, and 6 that say what it is.
    fn of(milliseconds: u128, random: u128) -> Self {
        let time = (milliseconds & 0xffff_ffff_ffff) << 80;
        let random = random & !(0xf << 76) & !(0x3 << 62) & ((1 << 80) - 1);
        Self((time | random | 0x7 << 76 | 0x2 << 62).to_be_bytes())
    }

    /// The id of these bytes, whatever they are.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Its bytes, the most significant first.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Its text, in lower case with hyphens.
    fn text(self) -> [u8; 36] {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [b'-'; 36];
        let places = (0..36).filter(|place| !matches!(place, 8 | 13 | 18 | 23));
        let digits = self.0.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
        for (place, digit) in places.zip(digits) {
            text[place] = DIGITS[usize::from(digit)];
        }
        text
    }
}

/// Bits that are different each time. The standard library's hasher has a key of 128 bits from the operating system, and
/// mixes them with what is different in each call and in each process, a fork of this one included.
fn random() -> u128 {
    static KEYS: LazyLock<[RandomState; 2]> = LazyLock::new(Default::default);
    static CALLS: AtomicU64 = AtomicU64::new(0);
    let now = clock::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let call = (
        CALLS.fetch_add(1, Ordering::Relaxed),
        std::process::id(),
        now.subsec_nanos(),
    );
    let [high, low] = KEYS.each_ref().map(|key| u128::from(key.hash_one(call)));
    high << 64 | low
}

/// A new one.
impl Default for RowId {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Display for RowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(str::from_utf8(&self.text()).unwrap_or_default())
    }
}

impl fmt::Debug for RowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RowId({self})")
    }
}

impl Serialize for RowId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<K: HoldsText> ColumnValue<K> for RowId {
    const TABLE_TYPE: TableColumnType = TableColumnType::Guid;

    #[inline]
    fn write_value(&self, out: ValueWriter<'_, K>) -> Result<Written, ValueError> {
        Ok(out.plain(|out| out.extend_from_slice(&self.text())))
    }
}

impl NaturalColumn for RowId {
    type Kind = crate::column::String;
}

#[cfg(feature = "uuid")]
impl From<uuid::Uuid> for RowId {
    fn from(uuid: uuid::Uuid) -> Self {
        Self(uuid.into_bytes())
    }
}

#[cfg(feature = "uuid")]
impl From<RowId> for uuid::Uuid {
    fn from(id: RowId) -> Self {
        Self::from_bytes(id.0)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::thread;

    use super::{RowId, random};
    use crate::clock;

    #[test]
    fn an_id_is_a_uuid_of_version_7() {
        assert_eq!(
            RowId::of(0, 0).to_string(),
            "00000000-0000-7000-8000-000000000000"
        );
        assert_eq!(
            RowId::of(u128::MAX, u128::MAX).to_string(),
            "ffffffff-ffff-7fff-bfff-ffffffffffff"
        );
        let time = 0x0123_4567_89ab;
        let random = 0xfedc_ba98_7654_3210_fedc_ba98_7654_3210;
        assert_eq!(
            RowId::of(time, random).to_string(),
            "01234567-89ab-7210-bedc-ba9876543210"
        );
    }

    #[test]
    fn no_two_are_the_same_on_any_thread() {
        let threads: Vec<_> = (0..4)
            .map(|_| thread::spawn(|| (0..20_000).map(|_| RowId::new()).collect::<Vec<_>>()))
            .collect();
        let ids: HashSet<_> = threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect();
        assert_eq!(ids.len(), 80_000);
    }

    #[test]
    fn no_two_are_the_same_however_the_clock_is_set() {
        const CENTURY: i64 = 3_155_760_000;
        let mut ids = HashSet::new();
        for seconds in [0, -1, 0, -CENTURY, CENTURY, 500 * CENTURY, 0] {
            let _set = clock::set_ahead(seconds);
            ids.extend((0..1_000).map(|_| RowId::new()));
        }
        assert_eq!(ids.len(), 7_000);
        // Nor where it stands still.
        let ids: HashSet<_> = (0..10_000).map(|_| RowId::of(0, random())).collect();
        assert_eq!(ids.len(), 10_000);
    }

    #[test]
    fn ids_of_later_times_are_greater() {
        assert!(RowId::of(1, u128::MAX) < RowId::of(2, 0));
    }

    #[cfg(feature = "uuid")]
    #[test]
    fn it_is_what_the_crate_uuid_takes_it_for() {
        let id = RowId::new();
        let uuid = uuid::Uuid::from(id);
        assert_eq!(uuid.get_version_num(), 7);
        assert_eq!(uuid.to_string(), id.to_string());
        assert_eq!(RowId::from(uuid), id);
    }
}
