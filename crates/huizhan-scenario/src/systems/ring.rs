//! Setting of the system `ring`.

use super::Context;
use huizhan_base::Diagnostics;
use huizhan_sim::ring;

/// Makes it from the record; faults are reported.
pub(crate) fn setting(_context: &Context<'_>, _diagnostics: &mut Diagnostics) -> ring::Setting {
    ring::Setting::default()
}
