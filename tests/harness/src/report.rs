//! What a run of flows says: on the terminal for people, as JSON for machines.

mod json;
mod money;
mod terminal;

pub use json::{BatchReport, FlowReport, GenesisReport, HeaderReport, Report, write_json};
pub use money::MoneyReport;
pub use terminal::Terminal;
