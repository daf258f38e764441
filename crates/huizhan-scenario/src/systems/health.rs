//! Setting of the system `health`.

use super::Context;
use huizhan_base::Diagnostics;
use huizhan_sim::health;

/// Makes it from the record; faults are reported.
pub(crate) fn setting(_context: &Context<'_>, _diagnostics: &mut Diagnostics) -> health::Setting {
    health::Setting::default()
}
