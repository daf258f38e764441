//! Reads a theatre from its folder, and what a campaign adds to it.

use crate::cells::{chord_to_km, unit_vector};
use crate::path::{layout, layout_costs};
use crate::{Bank, Cells, FloodQueue, Place, Route, RouteKind, RouteState, Terrain, Theatre};
use h3o::{CellIndex, LatLng, Resolution};
use huizhan_base::{CellId, Column, Diagnostics, Folder, NameColumns, Names, PlaceId, Row, Table};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Manifest {
    id: String,
    name_en: String,
    #[serde(default)]
    name_zh_hant: String,
    #[serde(default)]
    name_zh_hans: String,
    #[serde(default)]
    name_ja: String,
    h3_resolution: u8,
    #[serde(default)]
    attributions: Vec<String>,
}

impl Theatre {
    /// Loads the theatre of a folder. `added`, if given, is a folder with `places.csv` and `routes.csv` of a campaign
    /// that come on top: there a place may leave `h3` empty (its point tells the cell) and a route `cells`.
    ///
    /// What is wrong goes into `diagnostics`; where anything did, the theatre is not fit to run.
    pub fn load(folder: &Folder, added: Option<&Folder>, diagnostics: &mut Diagnostics) -> Self {
        let manifest = read_manifest(folder, diagnostics);
        let resolution = manifest.as_ref().and_then(|m| Resolution::try_from(m.h3_resolution).ok());
        let mut cells = read_cells(folder, diagnostics);
        read_hexsides(folder, &mut cells, diagnostics);
        let mut places = Vec::new();
        for folder in std::iter::once(folder).chain(added) {
            let table = Table::read_optional(folder, "places.csv", diagnostics);
            read_places(&table, resolution, &cells, &mut places, diagnostics);
        }
        // boxes are numbered by the ids of their places, whatever the order of the rows
        places.sort_by(|a, b| a.id.cmp(&b.id));
        for place in places.iter_mut().filter(|place| place.cell == Cells::NONE) {
            place.cell = off_map_box(&mut cells, place.latitude, place.longitude);
        }
        for pair in places.windows(2).filter(|pair| pair[0].id == pair[1].id) {
            let message = format!("place `{}` stands twice", pair[0].id);
            diagnostics.push("places.csv", 0, "id", message, "ids are unique across theatre and campaign");
        }
        let banks = read_banks(folder, &cells, diagnostics);
        let mut bank_of_cell = vec![u16::MAX; cells.len()];
        for (at, bank) in banks.iter().enumerate() {
            bank_of_cell[bank.cell.index()] = at as u16;
        }
        let manifest = manifest.unwrap_or_else(Manifest::nameless);
        let names = Names {
            en: manifest.name_en,
            zh_hant: manifest.name_zh_hant,
            zh_hans: manifest.name_zh_hans,
            ja: manifest.name_ja,
        };
        let (id, attributions) = (manifest.id, manifest.attributions);
        let mut theatre = Self { id, names, attributions, cells, places, routes: Vec::new(), banks, bank_of_cell };
        for folder in std::iter::once(folder).chain(added) {
            theatre.read_routes(folder, diagnostics);
        }
        theatre.routes.sort_by(|a, b| a.id.cmp(&b.id));
        theatre
    }

    fn read_routes(&mut self, folder: &Folder, diagnostics: &mut Diagnostics) {
        let table = Table::read_optional(folder, "routes.csv", diagnostics);
        if table.is_empty() {
            return;
        }
        let id = table.column("id", diagnostics);
        let ends = ["from", "to"].map(|name| table.column(name, diagnostics));
        let names = ["name_en", "name_zh_hant"].map(|name| table.column_optional(name));
        let words = ["kind", "state"].map(|name| table.column(name, diagnostics));
        let owner = table.column("owner", diagnostics);
        let capacity = table.column("capacity_tonnes_per_day", diagnostics);
        let length = table.column("length_km", diagnostics);
        let cells = table.column_optional("cells");
        let mut layouts: [Option<Vec<[u16; 6]>>; 2] = [None, None];
        let mut queue = FloodQueue::default();
        for row in table.rows() {
            let [from, to] = ends.map(|column| self.place_of(row, column, diagnostics));
            let kind = word(row, words[0], RouteKind::from_word, "rail, road, track, river, lake, sea", diagnostics);
            let state = word(row, words[1], RouteState::from_word, "open, damaged, demolished, mined, flooded", diagnostics);
            let capacity_tonnes_per_day = row.number(capacity, &(0..=100_000u32), diagnostics);
            let length = row.number(length, &(0.0..=5000.0f64), diagnostics);
            let (Some(from), Some(to), Some(kind), Some(state)) = (from, to, kind, state) else { continue };
            let (Some(capacity_tonnes_per_day), Some(length)) = (capacity_tonnes_per_day, length) else { continue };
            let ends = [from, to].map(|place| self.places[place.index()].cell);
            let mut path = self.read_path(row, cells, ends, diagnostics);
            if path.is_empty() {
                let water = kind.is_water();
                let costs = layouts[usize::from(water)].get_or_insert_with(|| layout_costs(&self.cells, water));
                path = layout(&self.cells, costs, &mut queue, ends[0], ends[1]);
            }
            let [en, zh_hant] = names.map(|column| row.text(column).to_owned());
            self.routes.push(Route {
                id: row.required(id, diagnostics).to_owned(),
                names: Names { en, zh_hant, ..Names::default() },
                from,
                to,
                kind,
                state,
                owner: Some(row.text(owner)).filter(|text| *text != "none").unwrap_or("").to_owned(),
                capacity_tonnes_per_day,
                length_m: (length * 1000.0) as u32,
                cells: path,
            });
        }
    }

    fn place_of(&self, row: Row<'_>, column: Column, diagnostics: &mut Diagnostics) -> Option<PlaceId> {
        let id = row.required(column, diagnostics);
        let place = self.place(id);
        if place.is_none() && !id.is_empty() {
            row.report(column, format!("no place has the id `{id}`"), "add it to places.csv, or correct it", diagnostics);
        }
        place
    }

    fn read_path(&self, row: Row<'_>, column: Column, ends: [CellId; 2], diagnostics: &mut Diagnostics) -> Vec<CellId> {
        let mut path: Vec<CellId> = Vec::new();
        for text in row.text(column).split_whitespace() {
            let cell = u64::from_str_radix(text, 16).ok().and_then(|h3| self.cells.find(h3));
            let Some(cell) = cell else {
                row.report(column, format!("no cell has the index `{text}`"), "", diagnostics);
                return Vec::new();
            };
            if path.last().is_some_and(|last| self.cells.direction(*last, cell).is_none()) {
                row.report(column, format!("`{text}` is no neighbour of the cell before it"), "", diagnostics);
                return Vec::new();
            }
            path.push(cell);
        }
        let joined = path.first().zip(path.last()).is_none_or(|(a, b)| [*a, *b] == ends);
        if !joined {
            row.report(column, "does not run from the cell of `from` to that of `to`", "leave it empty to have it laid out", diagnostics);
            return Vec::new();
        }
        path
    }
}

impl Manifest {
    fn nameless() -> Self {
        let empty = String::new;
        Self {
            id: empty(),
            name_en: empty(),
            name_zh_hant: empty(),
            name_zh_hans: empty(),
            name_ja: empty(),
            h3_resolution: 5,
            attributions: Vec::new(),
        }
    }
}

fn word<T>(row: Row<'_>, column: Column, read: fn(&str) -> Option<T>, known: &str, diagnostics: &mut Diagnostics) -> Option<T> {
    let text = row.text(column);
    let value = read(text);
    if value.is_none() {
        row.report(column, format!("`{text}` is unknown"), format!("use one of: {known}"), diagnostics);
    }
    value
}

fn read_manifest(folder: &Folder, diagnostics: &mut Diagnostics) -> Option<Manifest> {
    let file = "theatre.toml";
    let bytes = match folder.read(file) {
        Ok(bytes) => bytes,
        Err(missing) => {
            diagnostics.push(file, 0, "", format!("cannot be read: {}", missing.reason), "a theatre needs it");
            return None;
        }
    };
    match std::str::from_utf8(&bytes).map_err(|error| error.to_string()).and_then(|text| {
        toml::from_str::<Manifest>(text).map_err(|error| error.message().to_owned())
    }) {
        Ok(manifest) => Some(manifest),
        Err(message) => {
            diagnostics.push(file, 0, "", message, "");
            None
        }
    }
}

fn read_cells(folder: &Folder, diagnostics: &mut Diagnostics) -> Cells {
    let table = Table::read(folder, "cells.csv", diagnostics);
    let [h3, latitude, longitude, terrain] = ["h3", "lat", "lon", "terrain"].map(|name| table.column(name, diagnostics));
    let [elevation, province] = ["elevation_m", "province"].map(|name| table.column_optional(name));
    let mut provinces: Vec<String> = table.rows().map(|row| row.text(province).to_owned()).collect();
    provinces.push(String::new());
    provinces.sort_unstable();
    provinces.dedup();
    provinces.truncate(usize::from(u8::MAX) + 1);
    let mut rows: Vec<(u64, f64, f64, Terrain, i16, u8)> = Vec::new();
    for row in table.rows() {
        let index = row.text(h3).parse::<CellIndex>().ok().map(u64::from);
        if index.is_none() {
            row.report(h3, format!("`{}` is not an H3 cell", row.text(h3)), "", diagnostics);
        }
        let latitude = row.number(latitude, &(-90.0..=90.0), diagnostics);
        let longitude = row.number(longitude, &(-180.0..=180.0), diagnostics);
        let ground = word(row, terrain, Terrain::from_word, "plain, hills, mountains, marsh, lake, sea", diagnostics);
        let height = row.number_optional(elevation, &(-500..=9000i16), diagnostics).unwrap_or(0);
        let province = provinces.binary_search_by(|held| held.as_str().cmp(row.text(province))).unwrap_or(0) as u8;
        if let (Some(index), Some(latitude), Some(longitude), Some(ground)) = (index, latitude, longitude, ground) {
            rows.push((index, latitude, longitude, ground, height, province));
        }
    }
    rows.sort_by_key(|row| row.0);
    rows.dedup_by_key(|row| row.0);
    rows.truncate(usize::from(u16::MAX) - 4096);
    let mut cells = Cells { grid: rows.len(), provinces, ..Cells::default() };
    for (index, latitude, longitude, ground, height, province) in rows {
        cells.h3.push(index);
        cells.latitude.push(latitude);
        cells.longitude.push(longitude);
        cells.unit.push(unit_vector(latitude, longitude));
        cells.terrain.push(ground);
        cells.elevation_m.push(height);
        cells.province.push(province);
    }
    join_neighbours(&mut cells);
    cells
}

fn join_neighbours(cells: &mut Cells) {
    for index in 0..cells.grid {
        let cell = CellIndex::try_from(cells.h3[index]).expect("checked when read");
        let mut near: Vec<CellId> = cell
            .grid_ring_fast(1)
            .flatten()
            .filter_map(|next| cells.find(u64::from(next)))
            .collect();
        near.sort_unstable();
        let mut row = [Cells::NONE; 6];
        let mut distance = [0u16; 6];
        for (direction, next) in near.into_iter().enumerate().take(6) {
            row[direction] = next;
            distance[direction] = (chord_to_km(cells.unit[index], cells.unit[next.index()]) * 1000.0) as u16;
        }
        cells.neighbours.push(row);
        cells.distance_m.push(distance);
        cells.barrier.push([0; 6]);
    }
}

fn read_hexsides(folder: &Folder, cells: &mut Cells, diagnostics: &mut Diagnostics) {
    let table = Table::read(folder, "hexsides.csv", diagnostics);
    let [a, b, class] = ["h3_a", "h3_b", "class"].map(|name| table.column(name, diagnostics));
    for row in table.rows() {
        let [first, second] = [a, b].map(|column| {
            let cell = u64::from_str_radix(row.text(column), 16).ok().and_then(|h3| cells.find(h3));
            if cell.is_none() {
                row.report(column, format!("no cell has the index `{}`", row.text(column)), "", diagnostics);
            }
            cell
        });
        let class = row.number(class, &(1..=3u8), diagnostics);
        let (Some(first), Some(second), Some(class)) = (first, second, class) else { continue };
        let (Some(there), Some(back)) = (cells.direction(first, second), cells.direction(second, first)) else {
            row.report(a, "the two cells are no neighbours", "", diagnostics);
            continue;
        };
        cells.barrier[first.index()][there] = class;
        cells.barrier[second.index()][back] = class;
    }
}

fn read_places(
    table: &Table,
    resolution: Option<Resolution>,
    cells: &Cells,
    places: &mut Vec<Place>,
    diagnostics: &mut Diagnostics,
) {
    if table.is_empty() {
        return;
    }
    let id = table.column("id", diagnostics);
    let names = NameColumns::find(table, diagnostics);
    let other = table.column_optional("other_names");
    let kind = table.column("kind", diagnostics);
    let [lat, lon] = ["lat", "lon"].map(|name| table.column(name, diagnostics));
    let h3 = table.column_optional("h3");
    for row in table.rows() {
        let latitude = row.number(lat, &(-90.0..=90.0), diagnostics);
        let longitude = row.number(lon, &(-180.0..=180.0), diagnostics);
        let (Some(latitude), Some(longitude)) = (latitude, longitude) else { continue };
        let given = row.text(h3);
        let point = resolution.zip(LatLng::new(latitude, longitude).ok()).map(|(resolution, point)| point.to_cell(resolution));
        let index = if given.is_empty() { point.map(u64::from) } else { u64::from_str_radix(given, 16).ok() };
        let found = index.and_then(|index| cells.find(index));
        if found.is_none() && !given.is_empty() {
            row.report(h3, format!("no cell has the index `{given}`"), "leave it empty for an off-map box", diagnostics);
        }
        if found.is_some_and(|cell| !cells.terrain[cell.index()].is_land()) && row.text(kind) != "lake" {
            row.report(h3, "the cell is water", "give the nearest land cell on the right bank", diagnostics);
        }
        // no cell yet: an off-map box
        let cell = found.unwrap_or(Cells::NONE);
        places.push(Place {
            id: row.required(id, diagnostics).to_owned(),
            names: names.read(row, diagnostics),
            other_names: row.list(other).map(str::to_owned).collect(),
            kind: row.text(kind).to_owned(),
            latitude,
            longitude,
            cell,
        });
    }
}

fn off_map_box(cells: &mut Cells, latitude: f64, longitude: f64) -> CellId {
    cells.h3.push(0);
    cells.latitude.push(latitude);
    cells.longitude.push(longitude);
    cells.unit.push(unit_vector(latitude, longitude));
    cells.terrain.push(Terrain::OffMap);
    cells.elevation_m.push(0);
    cells.province.push(0);
    cells.neighbours.push([Cells::NONE; 6]);
    cells.distance_m.push([0; 6]);
    cells.barrier.push([0; 6]);
    CellId::from_index(cells.len() - 1)
}

fn read_banks(folder: &Folder, cells: &Cells, diagnostics: &mut Diagnostics) -> Vec<Bank> {
    let table = Table::read_optional(folder, "banks.csv", diagnostics);
    if table.is_empty() {
        return Vec::new();
    }
    let [h3, km, bank] = ["h3", "km", "bank"].map(|name| table.column(name, diagnostics));
    let mut banks = Vec::new();
    for row in table.rows() {
        let cell = u64::from_str_radix(row.text(h3), 16).ok().and_then(|h3| cells.find(h3));
        if cell.is_none() {
            row.report(h3, format!("no cell has the index `{}`", row.text(h3)), "", diagnostics);
        }
        let km = row.number(km, &(0.0..=10_000.0f64), diagnostics);
        let left = match row.text(bank) {
            "L" => Some(true),
            "R" => Some(false),
            other => {
                row.report(bank, format!("`{other}` is not a bank"), "L is left looking downstream, R right", diagnostics);
                None
            }
        };
        if let (Some(cell), Some(km), Some(left)) = (cell, km, left) {
            banks.push(Bank { cell, metres: (km * 1000.0) as u32, left });
        }
    }
    banks.sort_by_key(|bank| (bank.metres, bank.cell));
    banks
}
