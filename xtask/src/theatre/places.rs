//! The derived columns of the places: the cell each one uses.

use super::banks::Side;
use super::grid::Grid;
use super::ground::is_land;
use super::plane::{Point, great_circle_km};
use super::tables::Table;
use anyhow::{Context, Result};
use h3o::CellIndex;
use std::collections::BTreeMap;

/// A place and the cell it uses.
pub(super) struct Placed {
    pub point: Point,
    pub cell: Option<usize>,
}

/// Gives every authored place its cell: the cell chosen by hand; else the cell of its point if that is land on the right bank;
/// else the nearest such cell. Places outside the grid stay without.
///
/// # Errors
///
/// If a field of the authored table is missing or malformed.
pub(super) fn place(
    grid: &Grid,
    terrain: &[&str],
    sides: &[Option<Side>],
    authored: &Table,
) -> Result<(Table, BTreeMap<String, Placed>)> {
    const KEPT: [&str; 9] = [
        "id",
        "name_en",
        "name_zh_hant",
        "name_zh_hans",
        "name_ja",
        "other_names",
        "kind",
        "lat",
        "lon",
    ];
    let derived = [
        "h3",
        "bank",
        "province",
        "coord_confidence",
        "source",
        "note",
    ];
    let mut table = Table::new("places.csv", &[&KEPT[..], &derived[..]].concat());
    let mut placed = BTreeMap::new();
    for row in authored.rows() {
        let point = [row.number("lon")?, row.number("lat")?];
        let bank = row.text("bank")?;
        let fits = |cell: usize| {
            let ground =
                is_land(terrain[cell]) || row.text("kind").is_ok_and(|kind| kind == "lake");
            ground && (bank.is_empty() || sides[cell].is_some_and(|side| side.letter() == bank))
        };
        let mut notes = vec![row.text("note")?.to_owned()];
        let own = grid.at(point);
        let cell = if let Some(own) = own {
            let pinned = row.text("pinned_h3")?;
            let chosen = if pinned.is_empty() {
                own
            } else {
                pinned_cell(grid, pinned).with_context(|| row.at("pinned_h3"))?
            };
            if fits(chosen) {
                Some(chosen)
            } else {
                let why = if is_land(terrain[chosen]) {
                    "cell centre on the other bank"
                } else {
                    "cell is water"
                };
                notes.push(format!("nearest land cell on the right bank: {why}"));
                let near = grid
                    .ring(grid.cells[own], 3)
                    .into_iter()
                    .filter(|near| fits(*near));
                let away = |cell: &usize| great_circle_km(point, grid.centres[*cell]);
                Some(
                    near.min_by(|a, b| away(a).total_cmp(&away(b)))
                        .with_context(|| row.at("bank"))?,
                )
            }
        } else {
            notes.push("off the map: a box of its own".to_owned());
            None
        };
        notes.retain(|note| !note.is_empty());
        let mut fields: Vec<String> = Vec::new();
        for column in KEPT {
            fields.push(row.text(column)?.to_owned());
        }
        fields.push(cell.map_or(String::new(), |cell| grid.cells[cell].to_string()));
        for column in ["bank", "province", "coord_confidence", "source"] {
            fields.push(row.text(column)?.to_owned());
        }
        fields.push(notes.join("; "));
        table.push(fields);
        placed.insert(row.text("id")?.to_owned(), Placed { point, cell });
    }
    table.sort();
    Ok((table, placed))
}

fn pinned_cell(grid: &Grid, text: &str) -> Option<usize> {
    text.parse::<CellIndex>()
        .ok()
        .and_then(|cell| grid.find(cell))
}
