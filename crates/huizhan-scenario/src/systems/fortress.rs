//! Setting of the system `fortress`.

use super::Context;
use huizhan_base::Diagnostics;
use huizhan_sim::fortress;

/// Makes it from the record; faults are reported.
pub(crate) fn setting(_context: &Context<'_>, _diagnostics: &mut Diagnostics) -> fortress::Setting {
    fortress::Setting::default()
}
