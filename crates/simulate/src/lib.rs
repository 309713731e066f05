//! A naive oracle for the provers.
//!
//! It answers about one packet and one choice at a time, in the words of Azure's documentation, and shares no table and
//! no function with the provers: where both agree on many packets, neither has copied the other's mistake.

mod attempt;
mod exposure;
mod names;
mod private_link;

pub use attempt::{Attempt, succeeds};
pub use exposure::{Answer, Source, allows};
pub use names::{Reply, resolve};
pub use private_link::{arrives, is_used};
