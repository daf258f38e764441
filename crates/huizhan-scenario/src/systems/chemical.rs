//! Setting of the system `chemical`.

use super::Context;
use huizhan_base::Diagnostics;
use huizhan_sim::chemical::{self, Doctrine};

/// Makes it from the record; faults are reported.
pub(crate) fn setting(context: &Context<'_>, diagnostics: &mut Diagnostics) -> chemical::Setting {
    let record = &context.record.chemical;
    let places = context.places();
    for row in &record.statements {
        if let Some(place) = &row.place {
            places.find("record/chemical.csv", row.line, "place", place, diagnostics);
        }
    }
    let doctrine = record.doctrine.iter().filter_map(|row| {
        let side = context.side(&row.side)?;
        Some(Doctrine { side, from: row.date_from, to: row.date_to, chance: row.chance.value, unprotected: row.unprotected.value })
    });
    chemical::Setting { doctrine: doctrine.collect() }
}
