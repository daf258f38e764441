use crate::{Cells, DistanceField, FloodQueue, IMPASSABLE, Terrain, Theatre, UNREACHED};
use huizhan_base::{CellId, Diagnostics, Folder};

fn theatre() -> Theatre {
    let folder = Folder::Disk(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/theatres/central-china").into());
    let mut diagnostics = Diagnostics::default();
    let theatre = Theatre::load(&folder, None, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{diagnostics}");
    theatre
}

/// Steps of one over land, rivers of class `wall` closed.
fn land_steps(cells: &Cells, wall: u8) -> Vec<[u16; 6]> {
    (0..cells.len())
        .map(|index| {
            std::array::from_fn(|direction| {
                let next = cells.neighbours[index][direction];
                let open = next != Cells::NONE
                    && cells.terrain[index].is_land()
                    && cells.terrain[next.index()].is_land()
                    && (cells.barrier[index][direction] == 0 || cells.barrier[index][direction] > wall);
                if open { 1 } else { IMPASSABLE }
            })
        })
        .collect()
}

#[test]
fn the_yangtze_is_a_wall_from_the_western_rim_to_the_sea() {
    let theatre = theatre();
    let costs = land_steps(&theatre.cells, 1);
    let cell = |id: &str| theatre.places[theatre.place(id).unwrap().index()].cell;
    let mut field = DistanceField::default();
    FloodQueue::default().flood(&theatre.cells.neighbours, &costs, std::iter::once((cell("hankou"), 0)), u16::MAX - 1, |_| true, &mut field);
    assert_ne!(field.cost[cell("anqing").index()], UNREACHED, "the north bank hangs together");
    for south in ["wuchang", "jiujiang", "hukou", "wuhu", "nanjing", "yueyang", "shanghai"] {
        assert_eq!(field.cost[cell(south).index()], UNREACHED, "a way to {south} leaks through the river");
    }
}

#[test]
fn neighbours_and_barriers_are_mutual() {
    let theatre = theatre();
    let cells = &theatre.cells;
    for index in 0..cells.len() {
        let here = CellId::from_index(index);
        for (direction, next) in cells.around(here) {
            let back = cells.direction(next, here).expect("neighbours are mutual");
            assert_eq!(cells.barrier[index][direction], cells.barrier[next.index()][back]);
            assert_eq!(cells.distance_m[index][direction], cells.distance_m[next.index()][back]);
            assert!((12_000..19_000).contains(&cells.distance_m[index][direction]));
        }
    }
}

#[test]
fn a_flood_agrees_with_relaxation_by_brute_force() {
    let theatre = theatre();
    let cells = &theatre.cells;
    let costs = crate::path::layout_costs(cells, false);
    let source = theatre.places[theatre.place("jiujiang").unwrap().index()].cell;
    let mut field = DistanceField::default();
    FloodQueue::default().flood(&cells.neighbours, &costs, std::iter::once((source, 0)), u16::MAX - 1, |_| true, &mut field);
    let mut slow = vec![u16::MAX; cells.len()];
    slow[source.index()] = 0;
    loop {
        let mut changed = false;
        for index in 0..cells.len() {
            for (direction, next) in cells.around(CellId::from_index(index)) {
                let step = costs[index][direction];
                if step != IMPASSABLE && slow[index] != u16::MAX {
                    let through = slow[index].saturating_add(step);
                    if through < slow[next.index()] {
                        slow[next.index()] = through;
                        changed = true;
                    }
                }
            }
        }
        if !changed {
            break;
        }
    }
    assert_eq!(field.cost, slow);
}

#[test]
fn places_stand_on_land_and_on_their_bank() {
    let theatre = theatre();
    for place in theatre.places.iter().filter(|place| place.kind != "lake") {
        assert!(theatre.cells.terrain[place.cell.index()].is_land(), "{}", place.id);
    }
    let left = |id: &str| theatre.bank(theatre.places[theatre.place(id).unwrap().index()].cell).map(|bank| bank.left);
    for north in ["hankou", "tianjiazhen", "anqing"] {
        assert_eq!(left(north), Some(true), "{north}");
    }
    for south in ["wuchang", "jiujiang", "fuchikou", "madang", "hukou"] {
        assert_eq!(left(south), Some(false), "{south}");
    }
    assert_eq!(theatre.cells.terrain.iter().filter(|terrain| **terrain == Terrain::OffMap).count(), 15);
}

#[test]
fn every_route_on_the_map_runs_from_cell_to_neighbouring_cell() {
    let theatre = theatre();
    for route in &theatre.routes {
        let [from, to] = [route.from, route.to].map(|place| theatre.places[place.index()].cell);
        let on_map = from.index() < theatre.cells.grid && to.index() < theatre.cells.grid;
        assert_eq!(on_map, !route.cells.is_empty(), "{}", route.id);
        for pair in route.cells.windows(2) {
            assert!(theatre.cells.direction(pair[0], pair[1]).is_some(), "{}", route.id);
        }
    }
}
