//! Setting of the system `economy`.

use super::Context;
use huizhan_base::Diagnostics;
use huizhan_sim::economy;

/// Makes it from the record; faults are reported.
pub(crate) fn setting(_context: &Context<'_>, _diagnostics: &mut Diagnostics) -> economy::Setting {
    economy::Setting::default()
}
