//! Setting of the system `air`.

use super::Context;
use huizhan_base::Diagnostics;
use huizhan_sim::air;

/// Makes it from the record; faults are reported.
pub(crate) fn setting(_context: &Context<'_>, _diagnostics: &mut Diagnostics) -> air::Setting {
    air::Setting::default()
}
