//! Setting of the system `chemical`.

use super::Context;
use huizhan_base::Diagnostics;
use huizhan_sim::chemical;

/// Makes it from the record; faults are reported.
pub(crate) fn setting(_context: &Context<'_>, _diagnostics: &mut Diagnostics) -> chemical::Setting {
    chemical::Setting::default()
}
