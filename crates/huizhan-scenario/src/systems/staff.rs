//! Setting of the system `staff`.

use super::Context;
use huizhan_base::Diagnostics;
use huizhan_sim::staff;

/// Makes it from the record; faults are reported.
pub(crate) fn setting(_context: &Context<'_>, _diagnostics: &mut Diagnostics) -> staff::Setting {
    staff::Setting::default()
}
