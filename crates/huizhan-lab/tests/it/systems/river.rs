//! Facts of the system `river` over a hundred seeds, and what its factors touch.

use super::{Played, SEEDS, campaign, campaign_with, hundred, play, spread};
use huizhan_base::{CellId, Date, PlaceId};
use huizhan_lab::Run;
use huizhan_sim::{Cause, Event, EventKind, World, river};
use rayon::prelude::*;

/// The barrier across the narrows that both large forts close.
const NARROWS: &str = "bar-tianjiazhen";

fn place(id: &str) -> PlaceId {
    campaign().setting.theatre.place(id).unwrap_or_else(|| panic!("no place {id}"))
}

fn metres(id: &str) -> u32 {
    let theatre = &campaign().setting.theatre;
    theatre.bank(theatre.places[place(id).index()].cell).unwrap_or_else(|| panic!("{id} lies on the river")).metres
}

/// The first day on which the side with ships took a place.
fn taken(played: &Played, id: &str) -> Option<Date> {
    let (wanted, side) = (place(id), campaign().setting.river.as_ref().unwrap().side);
    played.first(|kind| matches!(kind, EventKind::PlaceTaken { place, by, .. } if *place == wanted && *by == side))
}

fn of_river(event: &Event) -> Option<&river::Event> {
    match &event.kind {
        EventKind::River(kind) => Some(kind),
        _ => None,
    }
}

fn count(played: &Played, wanted: impl Fn(&river::Event) -> bool) -> f64 {
    played.events.iter().filter_map(of_river).filter(|kind| wanted(kind)).count() as f64
}

/// Events of two runs are equal up to the day before `until`.
pub(crate) fn same_before(plain: &Played, changed: &Played, until: Date) {
    let before = |played: &Played| played.events.iter().filter(|event| event.date < until).cloned().collect::<Vec<_>>();
    let (plain, changed) = (before(plain), before(changed));
    if let Some((a, b)) = plain.iter().zip(&changed).find(|(a, b)| a != b) {
        panic!("before {until}: {a:?} became {b:?}");
    }
    assert_eq!(plain.len(), changed.len(), "before {until}");
}

#[test]
fn anqing_to_hukou_takes_what_sweeping_takes() {
    let setting = &campaign().setting;
    let p = &setting.parameters;
    let (from, to) = (metres("anqing"), metres("hukou"));
    let mut days = Vec::new();
    for played in hundred() {
        let swept: Vec<(Date, u32, u32, u32)> = played.events.iter().filter_map(|event| match event.kind {
            EventKind::Swept { from_m, to_m, mines, .. } if from_m >= from && to_m <= to => Some((event.date, from_m, to_m, mines)),
            _ => None,
        }).collect();
        for (date, from_m, to_m, _) in &swept {
            assert!(f64::from(to_m - from_m) <= p.river_search_km * 1000.0 + 1.0, "{} m on {date}", to_m - from_m);
        }
        let (Some(first), Some(last)) = (swept.first(), swept.iter().find(|(_, _, to_m, _)| *to_m == to)) else { continue };
        let mines: u32 = swept.iter().map(|(_, _, _, mines)| mines).sum();
        let took = f64::from(last.0 - first.0) + 1.0;
        // no flotilla is larger than the first day's, no fire helps it
        let least = f64::from(to - from) / 1000.0 / p.river_search_km + f64::from(mines) / (30.0 * p.river_mines_per_sweeper_day);
        assert!(took >= least.floor(), "{took} days for at least {least:.1}");
        days.push(took);
    }
    assert!(days.len() as u64 > SEEDS * 9 / 10, "the ships reach Hukou in {} runs", days.len());
    println!("Anqing to Hukou by river, days: {:?}", spread(days));
}

/// Plays a run and asks of every day whether large ships lie above a line that was not quiet that morning.
fn watch(seed: u64) -> u32 {
    let setting = &campaign().setting;
    let great = setting.river.as_ref().unwrap();
    let mut run = Run::new(campaign(), seed);
    let mut passed = 0;
    while !run.is_over() {
        let held = |world: &World, cell: CellId| world.control[cell.index()] == great.side.0;
        let closed = great.barriers.iter().find(|barrier| barrier.forts.iter().any(|fort| !held(&run.world, *fort)));
        let limit = closed.map_or(u32::MAX, |barrier| barrier.metres);
        run.day();
        for (group, ships) in great.ships.iter().zip(&run.world.river.ships) {
            let large = f64::from(group.draught_cm) >= setting.parameters.river_large_draught_cm;
            if group.side == great.side && group.station_m.is_some() && large {
                assert!(ships.at_m <= limit, "seed {seed}, {}: {} at {} past {limit}", run.world.date, group.id, ships.at_m);
                passed += u32::from(ships.at_m > great.barriers[0].metres);
            }
        }
        let open = &great.barriers[..usize::from(run.world.river.barriers_open)];
        let batteries = setting.fortress.batteries.iter().zip(&run.world.fortress.batteries);
        for (battery, guns) in batteries.filter(|(battery, _)| open.iter().any(|barrier| barrier.forts.contains(&battery.cell))) {
            assert!(guns.status == huizhan_sim::fortress::Status::Lost, "seed {seed}: {} has guns though its line is open", battery.id);
        }
    }
    passed
}

#[test]
fn large_ships_pass_no_line_while_a_fort_of_it_holds_out() {
    let passed: u32 = (0..SEEDS).into_par_iter().map(watch).map(|days| u32::from(days > 0)).sum();
    println!("large ships pass the first line in {passed} of {SEEDS} runs");
    assert!(u64::from(passed) > SEEDS * 9 / 10);
}

#[test]
fn both_sides_of_the_narrows_fall_before_large_ships_pass() {
    let mut runs = 0;
    for played in hundred() {
        let passage = played.events.iter().find(|event| matches!(of_river(event), Some(river::Event::Passed { barrier, .. }) if barrier == NARROWS));
        let Some(passage) = passage else { continue };
        runs += 1;
        for fort in ["tianjiazhen", "fuchikou"] {
            let day = taken(played, fort).unwrap_or_else(|| panic!("{fort} is not lost when ships pass on {}", passage.date));
            assert!(day < passage.date, "{fort} falls on {day}, ships pass on {}", passage.date);
        }
    }
    println!("large ships pass the narrows in {runs} runs");
    assert!(runs as u64 > SEEDS / 2);
}

#[test]
fn torpedo_boats_raid_and_ships_are_lost_on_both_sides() {
    let setting = &campaign().setting;
    let great = setting.river.as_ref().unwrap();
    let raided = hundred().iter().filter(|played| count(played, |kind| matches!(kind, river::Event::TorpedoRaid { .. })) > 0.0).count();
    let lost = |played: &Played, own: bool, part: fn(&river::Group) -> bool| -> f64 {
        let rows = great.ships.iter().zip(&played.world.river.ships);
        rows.filter(|(group, _)| (group.side == great.side) == own && part(group)).map(|(_, ships)| f64::from(ships.lost)).sum()
    };
    let of_all = |own: bool, part: fn(&river::Group) -> bool| spread(hundred().iter().map(|played| lost(played, own, part)).collect());
    let hits = |by: river::HitBy| {
        spread(hundred().iter().map(|played| count(played, |kind| matches!(kind, river::Event::ShipHit { hit_by, .. } if *hit_by == by))).collect())
    };
    let men = |side: usize| spread(hundred().iter().map(|played| f64::from(played.world.human.soldiers[side][Cause::River as usize])).collect());
    println!("torpedo raids in {raided} of {SEEDS} runs; Japanese sweepers lost {:?}, all {:?}", of_all(true, |group| group.class == river::Class::Sweeper), of_all(true, |_| true));
    println!("Chinese ships lost {:?}, torpedo boats {:?}", of_all(false, |_| true), of_all(false, |group| group.class == river::Class::TorpedoBoat));
    println!("hits by mines {:?}, adrift {:?}, batteries {:?}, torpedoes {:?}, bombs {:?}", hits(river::HitBy::Mine), hits(river::HitBy::DriftingMine), hits(river::HitBy::Battery), hits(river::HitBy::Torpedo), hits(river::HitBy::Aircraft));
    println!("men hurt on ships and in batteries: {:?} {:?}", men(0), men(1));
    assert!(raided as u64 > SEEDS * 3 / 4, "torpedo boats raid in {raided} runs");
    assert!(of_all(true, |group| group.class == river::Class::Sweeper)[1] >= 1.0, "sweeping costs sweepers");
    assert!(of_all(false, |_| true)[1] >= 10.0, "Chinese ships are lost");
}

#[test]
fn without_torpedo_boats_there_are_no_raids_and_nothing_else_differs_before_the_first() {
    let off = play(&campaign_with(&["torpedo_boats=off"]), 12);
    let raid = |kind: &EventKind| matches!(kind, EventKind::River(river::Event::TorpedoRaid { .. }));
    for (plain, changed) in hundred().iter().zip(&off) {
        assert_eq!(changed.first(raid), None);
        if let Some(first) = plain.first(raid) {
            same_before(plain, changed, first);
        }
    }
}

#[test]
fn without_mines_the_river_opens_sooner() {
    let off = play(&campaign_with(&["mines=0"]), 12);
    let head = |played: &Played| played.events.iter().find_map(|event| match event.kind {
        EventKind::BarrierOpen { barrier: 1 } => Some(event.date),
        _ => None,
    });
    let mut sooner = Vec::new();
    for (plain, changed) in hundred().iter().zip(&off) {
        let mined = |kind: &river::Event| matches!(kind, river::Event::ShipHit { hit_by: river::HitBy::Mine | river::HitBy::DriftingMine, .. });
        assert!(!changed.events.iter().filter_map(of_river).any(mined), "no mine hits a ship where there are none");
        assert_eq!(changed.world.river.mines_swept, 0);
        if let (Some(plain), Some(changed)) = (head(plain), head(changed)) {
            sooner.push(f64::from(plain - changed));
        }
    }
    let spread = spread(sooner);
    println!("second line opens sooner without mines by {spread:?} days");
    assert!(spread[1] > 0.0, "{spread:?}");
}

#[test]
fn without_gunboats_no_ship_fires() {
    let off = play(&campaign_with(&["gunboats=off"]), 12);
    for played in &off {
        let fired = |event: &&Event| matches!(event.kind, EventKind::Fortress(huizhan_sim::fortress::Event::Duel { ship_guns, .. }) if ship_guns > 0);
        assert_eq!(played.events.iter().find(fired), None);
    }
}
