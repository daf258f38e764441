//! Setting of the system `weather`.

use super::Context;
use huizhan_base::Diagnostics;
use huizhan_sim::weather;

/// Makes it from the record; faults are reported.
pub(crate) fn setting(_context: &Context<'_>, _diagnostics: &mut Diagnostics) -> weather::Setting {
    weather::Setting::default()
}
