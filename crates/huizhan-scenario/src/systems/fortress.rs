//! Setting of the system `fortress`.

use super::Context;
use huizhan_base::Diagnostics;
use huizhan_sim::fortress::{self, Battery};

/// Makes it from the record; faults are reported.
pub(crate) fn setting(context: &Context<'_>, diagnostics: &mut Diagnostics) -> fortress::Setting {
    let file = "record/batteries.csv";
    let mut batteries = Vec::new();
    for row in &context.record.fortress.batteries {
        let place = context.places().find(file, row.line, "fort", &row.fort, diagnostics);
        let (Some(side), Some(place)) = (context.side(&row.side), place) else { continue };
        let cell = context.places().cell(place);
        let Some(bank) = context.theatre.bank(cell) else {
            diagnostics.push(file, row.line, "fort", format!("`{}` does not lie on the river", row.fort), "name a place on its bank");
            continue;
        };
        batteries.push(Battery {
            id: row.id.clone(),
            side,
            place,
            cell,
            metres: bank.metres,
            guns: row.guns,
            calibre_mm: row.calibre_mm,
            reach_m: row.reach_m,
            crew: row.crew,
        });
    }
    batteries.sort_by(|a, b| (a.metres, &a.id).cmp(&(b.metres, &b.id)));
    fortress::Setting { batteries }
}
