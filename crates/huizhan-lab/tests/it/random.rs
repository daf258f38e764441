//! Random play: any seed, any orders, and what must hold every evening.

use crate::variant::wuhan;
use huizhan_base::{CellId, Date, Draw, Draws, FormationId, SideId};
use huizhan_lab::Run;
use huizhan_replay::{Day, Header, Replay, Verdict, scenario_digest, verify};
use huizhan_scenario::Scenario;
use huizhan_sim::evacuation::Kind;
use huizhan_sim::{Motive, Order, Setting, Sighting, Status, Task, View, World, step_into};

fn teaching() -> Scenario {
    Scenario::embedded("teaching-crossing").unwrap_or_else(|invalid| panic!("{invalid}"))
}

/// Orders of a day that no staff would give: any formation, any task, mostly to places and neighbouring cells.
fn orders(setting: &Setting, world: &World, draws: Draws, count: u32) -> Vec<Order> {
    let day = draws.at(world.date);
    (0..count)
        .map(|id| {
            let [who, what, kind, where_to] = day.words(Draw::Test, id, 7);
            let formation = FormationId::from_index(who as usize % setting.forces.len());
            let here = world.formations.cell[formation.index()];
            let place = || setting.theatre.places[where_to as usize % setting.theatre.places.len()].cell;
            let to = match kind % 8 {
                0..4 => place(),
                4..7 => {
                    let around: Vec<CellId> = setting.theatre.cells.around(here).map(|(_, next)| next).collect();
                    around.get(where_to as usize % 6).copied().unwrap_or_else(place)
                }
                _ => CellId::from_index(where_to as usize % (setting.theatre.cells.len() + 5)),
            };
            let task = match what % 16 {
                0 => Task::Hold,
                1..4 => Task::March { to },
                4..11 => Task::Advance { to },
                11..13 => Task::Withdraw { to },
                _ => Task::Land { to },
            };
            Order { formation, task, motive: Motive::Other }
        })
        .collect()
}

/// Replacements that flows can have brought a side by the evening of a day.
fn drafted(setting: &Setting, side: SideId, evening: Date) -> u32 {
    let days = setting.replacements.iter().filter(|flow| flow.side == side && flow.from <= evening).flat_map(|flow| {
        let last = evening.min(flow.to) - flow.from;
        let first = (setting.start - flow.from).max(0);
        (first..=last).map(|day| {
            let whole = |days: i32| (flow.men_per_day * f64::from(days)) as u32;
            whole(day + 1) - whole(day)
        })
    });
    days.sum()
}

/// Every man of a side is somewhere: in the ranks, in a hospital of his formation or of the rear, in a depot, or lost for a cause.
fn assert_men_conserved(setting: &Setting, world: &World, context: &str) {
    for side in SideId::BOTH {
        let ledger = &world.ledger[side.index()];
        let rows = || (0..setting.forces.len()).filter(|index| setting.forces[*index].side == side);
        let here = |index: &usize| world.formations.status[*index] == Status::Present;
        let men: u32 = rows().filter(here).map(|index| world.formations.men[index]).sum();
        let sick: u32 = rows().map(|index| world.formations.sick[index]).sum();
        let lost = ledger.killed_wounded + ledger.missing_captured;
        let came = ledger.entered + ledger.replacements;
        let (died, evacuated) = (world.health.dead(side), world.health.evacuated[side.index()]);
        let gone = lost + ledger.escaped + died + evacuated;
        assert_eq!(men + sick + gone, came, "{context}: men of side {}: {men} in the ranks, {sick} sick, {ledger:?}", side.0);
        assert_eq!(ledger.sick - ledger.recovered, sick + died + evacuated, "{context}: sick of side {}", side.0);
        let discharged = world.health.discharged[side.index()];
        assert_eq!(evacuated, world.health.rear[side.index()] + discharged, "{context}: sent to the rear, side {}", side.0);
        let drafts = world.economy.drafted(side);
        let by_river = world.evacuation.arrived(setting, Kind::Drafts);
        let flows = drafted(setting, side, world.date + -1);
        if setting.economy.manpower[side.index()].is_none() {
            assert_eq!(drafts, flows, "{context}: drafts of side {}", side.0);
        }
        assert!(drafts <= flows + by_river, "{context}: side {} has called up {drafts} of {flows} and {by_river} by river", side.0);
        let depot = drafts + ledger.escaped + discharged - ledger.replacements;
        assert_eq!(world.depots[side.index()], depot, "{context}: depot of side {}", side.0);
        let of_formations: u32 = rows().map(|index| world.formations.lost[index]).sum();
        assert_eq!(of_formations, lost, "{context}: losses by formation and by side {}", side.0);
    }
}

/// Where troops stand, and what they can have.
fn assert_sound(setting: &Setting, world: &World, context: &str) {
    let mut holder = vec![World::NOBODY; setting.theatre.cells.len()];
    for formation in world.present_formations() {
        let index = formation.index();
        let (cell, side) = (world.formations.cell[index], setting.forces[index].side.0);
        let id = &setting.forces[index].id;
        assert!(setting.theatre.cells.terrain[cell.index()].is_land(), "{context}: {id} stands in the water");
        let held = &mut holder[cell.index()];
        assert!(*held == World::NOBODY || *held == side, "{context}: {id} shares its cell with the enemy");
        *held = side;
        assert_eq!(world.control[cell.index()], side, "{context}: {id} stands in a cell its side does not hold");
        assert!(world.formations.cohesion[index] <= 10_000, "{context}: cohesion of {id}");
        let most = (setting.parameters.supply_stock_days * 1000.0) as u16;
        assert!(world.formations.stock[index] <= most, "{context}: stock of {id}");
        let held = world.formations.men[index] + world.formations.sick[index];
        assert!(held <= setting.forces[index].establishment, "{context}: {id} has {held} men");
    }
    assert!(world.works.iter().all(|works| *works <= 10_000), "{context}: works");
    for side in SideId::BOTH {
        for (index, men) in world.occupancy.men[side.index()].iter().enumerate() {
            assert_eq!(*men > 0, holder[index] == side.0, "{context}: side {} counts {men} men in cell {index}", side.0);
        }
    }
}

/// What a view shows of the enemy stands within sight of own troops, or around what own aircraft looked at.
fn assert_nothing_unseen(setting: &Setting, world: &World, sightings: &mut Vec<Sighting>, context: &str) {
    for side in SideId::BOTH {
        let view = View::new(setting, world, side);
        view.sightings(sightings);
        for sighting in sightings.iter() {
            let own = |formation: FormationId| setting.theatre.distance_km(view.cell(formation), sighting.cell) <= View::SIGHTING_KM + 0.1;
            let reach = setting.parameters.air_recon_km;
            let flown_over = world.air.eyes(side).any(|eye| setting.theatre.distance_km(eye, sighting.cell) <= reach + 0.1);
            assert!(flown_over || view.formations().any(own), "{context}: side {} sees cell {} from nowhere", side.0, sighting.cell.0);
            assert!(world.occupancy.men[side.enemy().index()][sighting.cell.index()] > 0, "{context}: a ghost is seen");
            assert_eq!(sighting.men % 1000, 0, "{context}: strengths are seen to the thousand");
        }
        assert!(view.formations().all(|formation| setting.forces[formation.index()].side == side), "{context}: own formations");
    }
}

/// Plays random orders and checks every evening; then writes, reads and verifies the replay.
fn play(scenario: &Scenario, seed: u64, days: usize, orders_a_day: u32) {
    let setting = &*scenario.setting;
    let draws = Draws::new(seed);
    let mut world = World::new(setting);
    let (mut events, mut sightings, mut recorded) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..days {
        if world.is_terminal(setting) {
            break;
        }
        let date = world.date;
        let context = format!("scenario {}, seed {seed}, {date}", scenario.id);
        let orders = orders(setting, &world, draws, orders_a_day);
        events.clear();
        step_into(setting, &mut world, &orders, draws, &mut events);
        assert!(events.iter().all(|event| event.date == date), "{context}: an event of another day");
        assert_men_conserved(setting, &world, &context);
        assert_sound(setting, &world, &context);
        assert_nothing_unseen(setting, &world, &mut sightings, &context);
        recorded.push(Day { date, digest: world.digest().to_string(), orders });
    }
    let header = Header {
        format: "huizhan-replay".to_owned(),
        version: 1,
        engine_version: "test".to_owned(),
        scenario: scenario.id.clone(),
        scenario_digest: scenario_digest(setting).to_string(),
        seed,
        settings: Vec::new(),
    };
    let days = recorded.len();
    let replay = Replay { header, days: recorded };
    // an order to a cell that no map has cannot be written down
    let known = |order: &Order| order.task.target().is_none_or(|to| to.index() < setting.theatre.cells.grid);
    if replay.days.iter().all(|day| day.orders.iter().all(known)) {
        let read = Replay::read(&replay.write(setting), setting).unwrap();
        assert_eq!(read, replay, "seed {seed}: what is written is read again");
    }
    assert_eq!(verify(setting, &replay), Verdict::Same { days }, "scenario {}, seed {seed}", scenario.id);
}

#[test]
fn random_orders_on_the_teaching_campaign() {
    let scenario = teaching();
    for seed in 0..40 {
        play(&scenario, seed, 30, 6);
    }
}

#[test]
fn random_orders_on_the_wuhan_campaign() {
    let scenario = wuhan();
    for seed in 0..4 {
        play(&scenario, 1000 + seed, 25, 60);
    }
}

#[test]
fn staffs_keep_the_same_rules() {
    for (scenario, seed) in [(teaching(), 3), (teaching(), 4), (wuhan(), 5)] {
        let mut run = Run::new(&scenario, seed);
        let mut sightings = Vec::new();
        while !run.is_over() {
            run.day();
            let context = format!("scenario {}, seed {seed}, evening before {}", scenario.id, run.world.date);
            assert_men_conserved(&scenario.setting, &run.world, &context);
            assert_sound(&scenario.setting, &run.world, &context);
            assert_nothing_unseen(&scenario.setting, &run.world, &mut sightings, &context);
        }
    }
}
