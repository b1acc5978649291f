//! Small rows.

use super::random::Random;
use crate::rows::Small;

pub(super) fn row(random: &mut Random) -> Small<String> {
    Small {
        time_generated: random.instant(),
        computer: random.host(),
        level: i32::from(random.one_in(4)) + 3,
        message: random.message(),
        ok: !random.one_in(10),
    }
}
