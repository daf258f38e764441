//! Battles as rows of a table, in the columns of the CDB90 data base.

use huizhan_base::{Column, Diagnostics, Folder, Row, Table};
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::Arc;

/// What was known of a battle before it was fought. `None` is unknown; arrays are attacker, defender.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "four columns that are yes or no, and independent of each other")]
pub struct Battle {
    /// Its id, column `isqno`.
    pub id: String,
    /// Campaign; what is left out together when a forecast is examined.
    pub campaign: String,
    /// Year (of our era).
    pub year: Option<i32>,
    /// Calendar days with fighting.
    pub days: Option<u32>,
    /// Men.
    pub men: [Option<f64>; 2],
    /// Tanks.
    pub tanks: [Option<f64>; 2],
    /// Guns.
    pub guns: [Option<f64>; 2],
    /// Sorties in close support, over all days.
    pub sorties: [Option<f64>; 2],
    /// States whose troops fight.
    pub armies: [Vec<String>; 2],
    /// The defender's main posture: HD hasty, PD prepared, FD fortified, DL delay, WD withdrawal; empty if unknown.
    pub posture: String,
    /// Rugged or wooded ground.
    pub rough: bool,
    /// Wet weather.
    pub wet: bool,
    /// A river crossing is part of the attacker's scheme.
    pub river: bool,
    /// Air superiority of the attacker (-1, 0, 1).
    pub air_superiority: f64,
    /// Levels of surprise, positive where the attacker surprised (-3 to 3).
    pub surprise: f64,
    /// The defender fights on an island of the Pacific war from which nobody is taken off.
    pub no_way_out: bool,
}

/// How a battle ended, as far as known.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Outcome {
    /// The attacker won; a draw is not a win.
    pub won: Option<bool>,
    /// Casualties, attacker and defender (men).
    pub casualties: [Option<f64>; 2],
}

/// A table of battles, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// The battles in the order of the file, each with its outcome where the file holds it.
    pub battles: Vec<(Battle, Outcome)>,
    /// Columns that the format does not know; nothing was read from them.
    pub unknown_columns: Vec<String>,
}

/// Columns that only say how a battle ended.
const OUTCOMES: [&str; 3] = ["cas_a", "cas_d", "win_a"];

/// Columns of the data base that hold nothing which a forecast reads.
const UNUSED: &str = "war name war_std parent family force_a force_d month active_days hours_known strcode_a strcode_d init_a init_d \
    reinf_a reinf_d cav_a cav_d str_err_plus_a str_err_minus_a str_err_plus_d str_err_minus_d front_a front_d post2 postype special \
    precip temp cea_a leader_a training_a morale_a logistics_a momentum_a intel_a tech_a initiative_a scheme_a1 scheme_a2 scheme_a3 \
    scheme_d1 scheme_d2 scheme_d3 fin_a fin_d cas_err_plus_a cas_err_minus_a cas_err_plus_d cas_err_minus_d tank_lost_a tank_lost_d \
    arty_lost_a arty_lost_d win_clear km_a mission_a mission_d reso_a1 reso_a2 reso_a3 reso_d1 reso_d2 reso_d3";

/// Most men, guns, tanks or sorties of a side: more is a wrong figure.
const MOST: RangeInclusive<f64> = 0.0..=1e8;

struct Columns {
    id: Column,
    campaign: Column,
    place: Column,
    year: Column,
    days: Column,
    men: [Column; 2],
    tanks: [Column; 2],
    guns: [Column; 2],
    sorties: [Column; 2],
    armies: [Column; 2],
    posture: Column,
    relief: Column,
    cover: Column,
    wet: Column,
    river: Column,
    air_superiority: Column,
    surprise: Column,
    casualties: [Column; 2],
    won: Column,
}

/// The columns that a forecast reads; outcomes are needed only where `outcomes` says so.
fn columns(table: &Table, outcomes: bool, faults: &mut Diagnostics) -> (Columns, Vec<&'static str>) {
    let mut names = Vec::new();
    let mut needed = |name: &'static str| {
        names.push(name);
        table.column(name, faults)
    };
    let mut pair = |names: [&'static str; 2]| names.map(&mut needed);
    let [men, tanks, guns, sorties, armies] =
        [["str_a", "str_d"], ["tank_a", "tank_d"], ["arty_a", "arty_d"], ["sorties_a", "sorties_d"], ["actors_a", "actors_d"]].map(&mut pair);
    let [id, campaign, place, year, days, posture] = ["isqno", "campgn", "locn", "year", "days", "post1"].map(&mut needed);
    let [relief, cover, wet, river, air_superiority, surprise] =
        ["relief", "cover", "wet", "river", "air_sup_a", "surprise_a"].map(&mut needed);
    let [lost_a, lost_d, won] = OUTCOMES.map(|name| if outcomes { needed(name) } else { table.column_optional(name) });
    let columns = Columns {
        id,
        campaign,
        place,
        year,
        days,
        men,
        tanks,
        guns,
        sorties,
        armies,
        posture,
        relief,
        cover,
        wet,
        river,
        air_superiority,
        surprise,
        casualties: [lost_a, lost_d],
        won,
    };
    (columns, names)
}

/// Reads a table of battles: CSV with a header, UTF-8, lines ended by LF or CRLF, columns in any order.
///
/// * `outcomes`: whether casualties and winner are read; without, their columns may hold anything or be missing
///
/// # Errors
///
/// All that is wrong, by file, line and column: the file cannot be read or holds no battle, a column is missing or
/// stands twice, a number or code cannot be read, an id is missing or stands twice.
pub fn read(path: &Path, outcomes: bool) -> Result<Read, Diagnostics> {
    let file = path.display().to_string();
    let mut faults = Diagnostics::default();
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            faults.push(&file, 0, "", format!("cannot be read: {error}"), "name a CSV file of battles");
            return Err(faults);
        }
    };
    // the table reads from folders; this one holds the one file, under the name that the user gave
    let folder = Folder::Over(Box::new(Folder::Embedded(Vec::new())), vec![(file.clone(), Arc::from(bytes))]);
    let table = Table::read(&folder, &file, &mut faults);
    let header: Vec<&str> = table.header().collect();
    let (columns, names) = columns(&table, outcomes, &mut faults);
    let mut seen = BTreeSet::new();
    for name in header.iter().filter(|name| !seen.insert(**name)) {
        faults.push(&file, 1, name, "stands twice in the header", "keep one of the two columns");
    }
    let known = |name: &str| names.contains(&name) || OUTCOMES.contains(&name) || UNUSED.split_whitespace().any(|held| held == name);
    let unknown_columns = header.iter().filter(|name| !known(name)).map(|name| (*name).to_owned()).collect();
    let mut ids = BTreeSet::new();
    let mut battles = Vec::new();
    for row in table.rows() {
        let battle = battle(row, &columns, &mut faults);
        if !battle.id.is_empty() && !ids.insert(battle.id.clone()) {
            row.report(columns.id, format!("`{}` stands twice", battle.id), "give each battle an id of its own", &mut faults);
        }
        let outcome = if outcomes { outcome(row, &columns, &mut faults) } else { Outcome::default() };
        battles.push((battle, outcome));
    }
    if battles.is_empty() && faults.is_empty() {
        faults.push(&file, 0, "", "holds no battle", "give it a header and a row a battle");
    }
    if faults.is_empty() { Ok(Read { battles, unknown_columns }) } else { Err(faults) }
}

fn battle(row: Row<'_>, columns: &Columns, faults: &mut Diagnostics) -> Battle {
    let id = row.required(columns.id, faults).to_owned();
    let campaign = row.text(columns.campaign);
    let year = row.number_optional(columns.year, &(-3000..=2100), faults);
    let days = row.number_optional(columns.days, &(0.001..=3650.0), faults).map(|days: f64| days.ceil() as u32);
    let mut counts = |columns: [Column; 2]| columns.map(|column| row.number_optional(column, &MOST, faults));
    let [men, tanks, guns, sorties] = [columns.men, columns.tanks, columns.guns, columns.sorties].map(&mut counts);
    for (column, _) in columns.men.iter().zip(men).filter(|(_, men)| men.is_some_and(|men| men < 1.0)) {
        row.report(*column, "is less than one man", "leave the field empty where strength is unknown", faults);
    }
    let armies = columns.armies.map(|column| {
        let states = row.text(column).split('&').map(str::trim).filter(|state| !state.is_empty());
        states.map(str::to_owned).collect::<Vec<_>>()
    });
    let posture = code(row, columns.posture, &["HD", "PD", "FD", "DL", "WD"], faults).to_owned();
    let relief = code(row, columns.relief, &["G", "R", "F"], faults);
    let cover = code(row, columns.cover, &["W", "M", "B", "D"], faults);
    let wet = code(row, columns.wet, &["W", "D"], faults);
    let river = row.number_optional(columns.river, &(0.0..=1.0), faults).unwrap_or(0.0);
    let pacific = year.is_some_and(|year| (1943..=1945).contains(&year)) && !row.text(columns.place).eq_ignore_ascii_case("MANCHURIA");
    Battle {
        no_way_out: pacific && armies[1].iter().any(|state| state == "Japan"),
        campaign: if campaign.is_empty() { id.clone() } else { campaign.to_owned() },
        id,
        year,
        days,
        men,
        tanks,
        guns,
        sorties,
        armies,
        posture,
        rough: relief == "G" || cover == "W",
        wet: wet == "W",
        river: river > 0.0,
        air_superiority: row.number_optional(columns.air_superiority, &(-1.0..=1.0), faults).unwrap_or(0.0),
        surprise: row.number_optional(columns.surprise, &(-3.0..=3.0), faults).unwrap_or(0.0),
    }
}

fn outcome(row: Row<'_>, columns: &Columns, faults: &mut Diagnostics) -> Outcome {
    Outcome {
        won: row.number_optional(columns.won, &(-1.0..=1.0), faults).map(|won| won > 0.0),
        casualties: columns.casualties.map(|column| row.number_optional(column, &MOST, faults)),
    }
}

/// One of the codes, or nothing.
fn code<'a>(row: Row<'a>, column: Column, codes: &[&str], faults: &mut Diagnostics) -> &'a str {
    let text = row.text(column);
    if !text.is_empty() && !codes.contains(&text) {
        let message = format!("`{text}` is none of {}", codes.join(", "));
        row.report(column, message, "leave the field empty where it is unknown", faults);
    }
    text
}
