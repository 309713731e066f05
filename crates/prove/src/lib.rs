//! The provers: from an estate to findings. They never see text.
//!
//! A prover asks one question of every subject in an estate. It is written as if everything were chosen already, and
//! [`explore`](mod@explore) runs it once per choice.

mod children;
mod demand;
mod explore;
mod items;
mod missing;
mod server_parameter;
mod site;
mod twin;
mod version;

pub mod blobs;
pub mod exposure;
pub mod finding;
pub mod keys;
pub mod names;
pub mod private_link;
pub mod transport;

pub use missing::of_term as missing_of_term;
