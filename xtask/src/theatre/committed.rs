//! What the committed tables of `data/theatres` must hold, whatever made them.

use super::tables::{Row, Table};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../data/theatres/central-china")
}

fn table(name: &str) -> Table {
    Table::read(&folder(), name).expect("the table is committed")
}

fn text(row: &Row<'_>, column: &str) -> String {
    row.text(column).expect("the column is there").to_owned()
}

fn by_key(table: &Table, key: &str, value: &str) -> BTreeMap<String, String> {
    table
        .rows()
        .map(|row| (text(&row, key), text(&row, value)))
        .collect()
}

/// Neighbours by cell, and the rivers between two.
struct Map {
    terrain: BTreeMap<String, String>,
    neighbours: BTreeMap<String, Vec<String>>,
    rivers: BTreeMap<(String, String), String>,
}

impl Map {
    fn read() -> Self {
        let terrain = by_key(&table("cells.csv"), "h3", "terrain");
        let neighbours = terrain.keys().map(|cell| {
            let index: h3o::CellIndex = cell.parse().expect("an H3 index");
            let near: Vec<h3o::CellIndex> = index.grid_disk(1);
            let near = near
                .into_iter()
                .filter(|other| *other != index)
                .map(|other| other.to_string());
            (
                cell.clone(),
                near.filter(|other| terrain.contains_key(other)).collect(),
            )
        });
        let neighbours = neighbours.collect();
        let mut rivers = BTreeMap::new();
        for row in table("hexsides.csv").rows() {
            let (a, b) = (text(&row, "h3_a"), text(&row, "h3_b"));
            assert!(a < b, "{a} {b}: the smaller cell comes first");
            rivers.insert((a, b), text(&row, "rivers"));
        }
        Self {
            terrain,
            neighbours,
            rivers,
        }
    }

    fn has_river(&self, a: &str, b: &str, river: &str) -> bool {
        let pair = if a < b { (a, b) } else { (b, a) };
        let rivers = self.rivers.get(&(pair.0.to_owned(), pair.1.to_owned()));
        rivers.is_some_and(|rivers| rivers.split(';').any(|name| name == river))
    }

    /// Cells reached without crossing the river or the sea.
    fn reach(&self, from: &str, river: &str) -> BTreeSet<String> {
        let mut reached = BTreeSet::from([from.to_owned()]);
        let mut stack = vec![from.to_owned()];
        while let Some(cell) = stack.pop() {
            for near in &self.neighbours[&cell] {
                if self.terrain[near] != "sea"
                    && !self.has_river(&cell, near, river)
                    && reached.insert(near.clone())
                {
                    stack.push(near.clone());
                }
            }
        }
        reached
    }
}

#[test]
fn nobody_walks_across_the_yangtze() {
    let map = Map::read();
    let places = by_key(&table("places.csv"), "id", "h3");
    let left = map.reach(&places["hankou"], "Yangtze");
    let right = map.reach(&places["wuchang"], "Yangtze");
    assert!(left.is_disjoint(&right), "the barrier leaks");
    let zones = by_key(&table("cells.csv"), "h3", "zone");
    let dry = map
        .terrain
        .iter()
        .filter(|(cell, terrain)| zones[*cell] == "main" && *terrain != "sea")
        .count();
    assert_eq!(left.len() + right.len(), dry, "a cell of neither bank");
    for row in table("banks.csv").rows() {
        let side = if text(&row, "bank") == "L" {
            &left
        } else {
            &right
        };
        assert!(
            side.contains(&text(&row, "h3")),
            "{}: on the other bank",
            text(&row, "h3")
        );
    }
    for row in table("places.csv")
        .rows()
        .filter(|row| row.text("bank").is_ok_and(|bank| !bank.is_empty()))
    {
        let side = if text(&row, "bank") == "L" {
            &left
        } else {
            &right
        };
        assert!(
            side.contains(&text(&row, "h3")),
            "{}: on the other bank",
            text(&row, "id")
        );
    }
}

#[test]
fn places_stand_on_land() {
    let map = Map::read();
    for row in table("places.csv").rows() {
        let cell = text(&row, "h3");
        let dry = cell.is_empty() || !matches!(map.terrain[&cell].as_str(), "lake" | "sea");
        assert!(
            dry || text(&row, "kind") == "lake",
            "{}: its cell is water",
            text(&row, "id")
        );
        for column in [
            "name_en",
            "name_zh_hant",
            "name_zh_hans",
            "name_ja",
            "source",
        ] {
            assert!(
                !text(&row, column).is_empty(),
                "{}: no {column}",
                text(&row, "id")
            );
        }
    }
}

#[test]
fn routes_run_from_end_to_end() {
    let map = Map::read();
    let places = by_key(&table("places.csv"), "id", "h3");
    for row in table("routes.csv").rows() {
        let id = text(&row, "id");
        let ends = [&places[&text(&row, "from")], &places[&text(&row, "to")]];
        let cells = text(&row, "cells");
        let cells: Vec<&str> = cells.split_whitespace().collect();
        let on_map = ends.iter().all(|end| !end.is_empty());
        assert_eq!(
            on_map,
            !cells.is_empty(),
            "{id}: cells where an end is off the map, or none where both are on it"
        );
        if on_map {
            assert_eq!(
                [cells[0], cells[cells.len() - 1]],
                ends.map(String::as_str),
                "{id}: other ends"
            );
        }
        for pair in cells.windows(2) {
            assert!(
                map.neighbours[pair[0]].iter().any(|near| near == pair[1]),
                "{id}: a gap at {}",
                pair[1]
            );
        }
        let [low, value, high] = ["capacity_low", "capacity_tonnes_per_day", "capacity_high"]
            .map(|column| row.number(column).expect("a number"));
        assert!(
            low <= value && value <= high,
            "{id}: the capacity lies outside its range"
        );
    }
}

#[test]
fn every_number_names_a_known_source() {
    let known = by_key(&table("sources.csv"), "key", "grade");
    let columns = [
        ("places.csv", "source"),
        ("routes.csv", "source"),
        ("routes.csv", "capacity_source"),
        ("routes.csv", "length_source"),
    ];
    for (name, column) in columns {
        for row in table(name).rows() {
            for key in text(&row, column).split(';') {
                assert!(
                    known.contains_key(key),
                    "{name} {}: `{column}` names `{key}`; add it to sources.csv",
                    text(&row, "id")
                );
            }
        }
    }
}
