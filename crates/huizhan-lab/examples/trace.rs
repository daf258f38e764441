//! Prints what happens, day by day: `cargo run --release -p huizhan-lab --example trace DIR SEED [FORMATION-PREFIX]`.
#![expect(clippy::print_stdout, reason = "an example prints")]

use huizhan_lab::Run;
use huizhan_sim::EventKind;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_else(|| "wuhan1938".to_owned());
    let seed: u64 = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(0);
    let watch = arguments.next();
    let scenario = match huizhan_scenario::Scenario::open(&name) {
        Ok(scenario) => scenario,
        Err(invalid) => {
            println!("{invalid}");
            return;
        }
    };
    let setting = &*scenario.setting;
    let at = |cell: huizhan_base::CellId| {
        let place = setting.theatre.places.iter().filter(|place| place.cell.index() < setting.theatre.cells.grid);
        let near = place.min_by(|a, b| setting.theatre.distance_km(a.cell, cell).total_cmp(&setting.theatre.distance_km(b.cell, cell)));
        near.map_or_else(String::new, |place| {
            let km = setting.theatre.distance_km(place.cell, cell);
            if km < 1.0 { place.id.clone() } else { format!("{}+{km:.0}", place.id) }
        })
    };
    let name = |formation: huizhan_base::FormationId| setting.forces[formation.index()].id.as_str();
    let mut run = Run::new(&scenario, seed);
    while !run.is_over() {
        let (orders, events) = run.day();
        let date = events.first().map(|event| event.date.to_string()).unwrap_or_default();
        for order in orders.iter().filter(|order| watch.as_ref().is_some_and(|w| name(order.formation).starts_with(w.as_str()))) {
            println!("{date}   order {} {:?} -> {} ({:?})", name(order.formation), order.task, order.task.target().map(&at).unwrap_or_default(), order.motive);
        }
        for event in events {
            match &event.kind {
                EventKind::PlaceTaken { place, by, formation } => {
                    println!("{date} {} takes {} ({})", setting.sides[by.index()].id, setting.theatre.places[place.index()].id, name(*formation));
                }
                EventKind::EngagementDay(day) if watch.is_none() || watch.as_deref() == Some("all") => println!(
                    "{date}   {} attack {} day {} men {:.0}:{:.0} V {:.2?} losses {:?} end {:.2} win {:.2} {:?} {:?} works {:.1}",
                    setting.sides[day.attacker.index()].id, at(day.cell), day.day, day.men[0], day.men[1], day.advantage, day.losses, day.p_end, day.p_win, day.result, day.ground_m, day.works
                ),
                EventKind::Retreated { formation, from, to, stragglers } => println!("{date}   {} retreats {} -> {} ({stragglers})", name(*formation), at(*from), at(*to)),
                EventKind::Destroyed { formation, cell, captured, escaped } => println!("{date}   {} destroyed at {} {captured}/{escaped}", name(*formation), at(*cell)),
                EventKind::Landed { formation, cell, .. } => println!("{date}   {} lands at {}", name(*formation), at(*cell)),
                EventKind::BarrierFallen { .. } | EventKind::BarrierOpen { .. } => println!("{date} {:?}", event.kind),
                EventKind::OrderRefused { formation, task, reason } => println!("{date}   refused {} {task:?} {reason:?}", name(*formation)),
                _ => {}
            }
        }
        for formation in run.world.present_formations() {
            if watch.as_ref().is_some_and(|w| name(formation).starts_with(w.as_str())) {
                let f = &run.world.formations;
                let i = formation.index();
                println!("{date}   {} at {} men {} stock {:.1} coh {:.2} {:?} head {}", name(formation), at(f.cell[i]), f.men[i], f64::from(f.stock[i]) / 1000.0, f64::from(f.cohesion[i]) / 1e4, f.activity[i], run.world.river.head_m / 1000);
            }
        }
    }
}
