//! Setting of the system `landing`.

use super::Context;
use huizhan_base::Diagnostics;
use huizhan_sim::landing;

/// Makes it from the record; faults are reported.
pub(crate) fn setting(_context: &Context<'_>, _diagnostics: &mut Diagnostics) -> landing::Setting {
    landing::Setting::default()
}
