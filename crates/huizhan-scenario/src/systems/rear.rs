//! Setting of the system `rear`.

use super::Context;
use huizhan_base::Diagnostics;
use huizhan_sim::rear;

/// Makes it from the record; faults are reported.
pub(crate) fn setting(_context: &Context<'_>, _diagnostics: &mut Diagnostics) -> rear::Setting {
    rear::Setting::default()
}
