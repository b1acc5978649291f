//! The three shapes of rows, as an application would have them: typed instants, and dynamic columns as parsed JSON.

mod fat;
mod small;
mod stamp;
mod wide;

pub use fat::Fat;
pub use small::Small;
pub use stamp::Stamp;
pub use wide::Wide;
