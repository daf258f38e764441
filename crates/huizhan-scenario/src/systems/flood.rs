//! Setting of the system `flood`.

use super::Context;
use huizhan_base::Diagnostics;
use huizhan_sim::flood;

/// Makes it from the record; faults are reported.
pub(crate) fn setting(_context: &Context<'_>, _diagnostics: &mut Diagnostics) -> flood::Setting {
    flood::Setting::default()
}
