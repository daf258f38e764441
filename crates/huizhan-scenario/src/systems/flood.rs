//! Setting of the system `flood`.

use crate::forces::Places;
use huizhan_base::{CellId, Date, Diagnostics};
use huizhan_record::{FloodRecord, Record};
use huizhan_sim::flood::{self, Breach, Course, LEAVES, Setting, Toll};
use huizhan_sim::{Factors, Parameters};
use huizhan_theatre::Theatre;

/// Makes it from the record; faults are reported. Made before the fields of march, which know the water.
pub(crate) fn setting(
    record: &Record,
    theatre: &Theatre,
    parameters: &Parameters,
    factors: &Factors,
    end: Date,
    diagnostics: &mut Diagnostics,
) -> Setting {
    let rows = &record.flood;
    let mut setting = Setting::default();
    let courses: Vec<Course> = rows
        .watercourses
        .iter()
        .map(|row| Course::along(&theatre.cells, &row.points, row.spare_m3s[1]))
        .collect();
    let mut breaches = Vec::new();
    for row in &rows.breaches {
        let file = "record/breaches.csv";
        let place = Places { theatre }.find(file, row.line, "place", &row.place, diagnostics);
        let cell = theatre.cells.find(row.cell);
        if cell.is_none() {
            diagnostics.push(file, row.line, "cell", format!("no cell has the index `{:x}`", row.cell), "");
        }
        if let (Some(place), Some(cell)) = (place, cell) {
            breaches.push((row, place, cell));
        }
    }
    breaches.sort_by(|a, b| (a.0.opened, &a.0.id).cmp(&(b.0.opened, &b.0.id)));
    let (density, range) = densities(rows, theatre);
    setting.toll = toll(rows, range, diagnostics);
    discharge(rows, &mut setting, diagnostics);
    if factors.flood == 0.0 || breaches.is_empty() {
        return setting;
    }
    let springs: Vec<CellId> = breaches.iter().map(|(_, _, cell)| *cell).collect();
    let grounds = flood::drain(&mut setting, theatre, parameters, &courses, &springs, &density);
    for ((row, place, _), ground) in breaches.into_iter().zip(grounds) {
        if ground == LEAVES {
            let fix = "name the cell behind the dike, on land that drains to a lake or the sea";
            diagnostics.push("record/breaches.csv", row.line, "cell", "no water runs down from it", fix);
            continue;
        }
        let opened = row.opened + factors.breach_delay as i32;
        let share = [row.share_percent[0] / 100.0, row.share_percent[2] / 100.0];
        setting.breaches.push(Breach { place, ground, opened, share, widening_days: row.widening_days });
    }
    setting.reach = flood::reach(&setting, end);
    setting
}

/// Whether there is a flood that nobody can know of on the first day.
pub(crate) fn is_unknown(setting: &Setting, start: Date) -> bool {
    setting.breaches.iter().map(|breach| breach.opened).min().is_some_and(|opened| opened >= start)
}

/// People a square kilometre of each province of the theatre, and the range of the estimates over their values.
fn densities(rows: &FloodRecord, theatre: &Theatre) -> (Vec<f64>, [f64; 2]) {
    let of = |name: &String| rows.densities.iter().find(|row| row.province == *name);
    let all = theatre.cells.provinces.iter().map(|name| of(name).map_or(0.0, |row| row.per_km2[1])).collect();
    let sum = |end: usize| rows.densities.iter().map(|row| row.per_km2[end]).sum::<f64>();
    let middle = sum(1).max(1.0);
    (all, [sum(0) / middle, sum(2) / middle])
}

fn toll(rows: &FloodRecord, density: [f64; 2], diagnostics: &mut Diagnostics) -> Toll {
    let mut toll = Toll { density, ..Toll::default() };
    for row in &rows.toll {
        let [low, value, high] = row.number.map(|number| number / 1000.0);
        let three = [value, low, high];
        match row.key.as_str() {
            "drowned_slow" => toll.drowned_slow = three,
            "drowned_fast" => toll.drowned_fast = three,
            "left" => toll.left = three,
            // a month has 365.25 / 12 days
            "aftermath" => toll.aftermath = three.map(|share| share / 30.4375),
            key => {
                let fix = "use one of: drowned_slow, drowned_fast, left, aftermath";
                diagnostics.push("record/flood_toll.csv", row.line, "key", format!("`{key}` is unknown"), fix);
            }
        }
    }
    toll
}

fn discharge(rows: &FloodRecord, setting: &mut Setting, diagnostics: &mut Diagnostics) {
    let river = rows.discharges.first().map(|row| row.river.clone()).unwrap_or_default();
    for row in &rows.discharges {
        if row.river != river {
            let message = format!("`{}` is a second river", row.river);
            diagnostics.push("record/river_discharge.csv", row.line, "river", message, "one river is breached in a campaign");
        }
        setting.discharge_m3s[usize::from(row.month) - 1] = [row.m3s[0], row.m3s[2]];
    }
}
