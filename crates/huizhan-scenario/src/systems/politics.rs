//! Setting of the system `politics`.

use super::Context;
use huizhan_base::Diagnostics;
use huizhan_sim::politics;

/// Makes it from the record; faults are reported.
pub(crate) fn setting(_context: &Context<'_>, _diagnostics: &mut Diagnostics) -> politics::Setting {
    politics::Setting::default()
}
