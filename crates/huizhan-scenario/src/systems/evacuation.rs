//! Setting of the system `evacuation`.

use super::Context;
use huizhan_base::Diagnostics;
use huizhan_sim::evacuation;

/// Makes it from the record; faults are reported.
pub(crate) fn setting(_context: &Context<'_>, _diagnostics: &mut Diagnostics) -> evacuation::Setting {
    evacuation::Setting::default()
}
