//! Facts of the system `rear` over a hundred seeds, and what its factor touches.

use super::economy::same_before;
use super::{Played, campaign, campaign_with, hundred, play, spread};
use crate::variant::with_setting;
use huizhan_base::{Date, SideId};
use huizhan_sim::rear::Event as Rear;
use huizhan_sim::{Cause, EventKind};

fn side(id: &str) -> SideId {
    campaign().setting.side(id).unwrap()
}

fn rear(run: &Played) -> impl Iterator<Item = (Date, &Rear)> {
    run.events.iter().filter_map(|event| match &event.kind {
        EventKind::Rear(rear) => Some((event.date, rear)),
        _ => None,
    })
}

fn share_foiled(runs: &[Played]) -> f64 {
    let sum = |index: usize| runs.iter().map(|run| f64::from(run.world.rear.raids()[index])).sum::<f64>();
    sum(1) / sum(0)
}

#[test]
fn bands_raid_at_the_rate_of_the_record() {
    let tried = spread(hundred().iter().map(|run| f64::from(run.world.rear.raids()[0])).collect());
    let cuts = spread(hundred().iter().map(|run| f64::from(run.world.rear.raids()[2])).collect());
    println!("raids tried {tried:.0?}, lines cut {cuts:.0?}");
    // from one in nine days to one a day: what is described one by one, and "every day"
    assert!(tried[0] > 155.0 / 9.0 && tried[2] < 155.0, "{tried:?}");
    assert!(cuts[0] > 5.0, "{cuts:?}");
    for run in hundred() {
        let [tried, foiled, cut] = run.world.rear.raids();
        assert_eq!(tried, foiled + cut, "a raid is driven off, or cuts a line");
    }
}

#[test]
fn the_line_behind_the_map_is_cut_in_some_runs() {
    let jinan = campaign().setting.theatre.places[campaign().setting.theatre.place("jinan").unwrap().index()].cell;
    let struck = |run: &&Played| rear(run).any(|(_, event)| matches!(event, Rear::LineCut { from, .. } if *from == jinan));
    let runs = hundred().iter().filter(struck).count();
    println!("the railway at Jinan is cut in {runs} of 100 runs");
    assert!((40..=99).contains(&runs), "an undated entry of one source: likely, not sure");
}

#[test]
fn losses_behind_the_lines_are_counted_on_both_sides() {
    let of = |id: &'static str| spread(hundred().iter().map(|run| f64::from(run.world.human.soldiers[side(id).index()][Cause::Rear as usize])).collect());
    let (garrisons, bands) = (of("japan"), of("roc"));
    println!("dead and wounded behind the lines: garrisons {garrisons:.0?}, bands {bands:.0?}");
    // each of the three fights described one by one cost the garrison 20 to 40 by one side's count
    assert!(garrisons[0] > 100.0 && garrisons[2] < 4000.0, "{garrisons:?}");
    assert!(bands[0] > 100.0 && bands[2] < 6000.0, "{bands:?}");
}

#[test]
fn garrison_divisions_are_tied_down() {
    let setting = &campaign().setting;
    let divisions = ["jpn-div-15", "jpn-div-17", "jpn-div-22"].map(|id| setting.force(id).unwrap());
    let mut tied = Vec::new();
    let mut present = [0; 3];
    for run in hundred() {
        for day in ["1938-09-01", "1938-10-01", "1938-11-01"] {
            let day: Date = day.parse().unwrap();
            let account = rear(run).find_map(|(date, event)| match event {
                Rear::Garrisons { side: of, needed_men, tied_men, formations, .. } if date == day && *of == side("japan") => Some((*needed_men, *tied_men, formations)),
                _ => None,
            });
            let (needed, men, formations) = account.expect("Japan holds lines");
            assert!(men <= needed);
            tied.push(f64::from(men));
            for (count, division) in present.iter_mut().zip(divisions) {
                *count += u32::from(formations.contains(&division));
            }
        }
    }
    // a division on the march between its places guards nothing that day, and one at the end of the lines (the 22nd at
    // Hangzhou) is needed only where those nearer are spent
    println!("15th, 17th and 22nd Divisions tied down in {present:?} of 300 accounts");
    assert!(present.iter().zip([180, 250, 50]).all(|(count, least)| *count >= least), "{present:?}");
    let tied = spread(tied);
    println!("men tied down {tied:.0?} (five divisions under direct command: 70,000 to 85,000)");
    assert!(tied[1] > 35_000.0 && tied[2] < 110_000.0, "{tied:?}");
}

#[test]
fn lines_are_mended_within_days() {
    let mut days = Vec::new();
    for run in hundred() {
        let events: Vec<(Date, &Rear)> = rear(run).collect();
        for (index, (cut, event)) in events.iter().enumerate() {
            let Rear::LineCut { from, to, .. } = event else { continue };
            let mended = events[index..].iter().find(|(_, later)| matches!(later, Rear::LineRepaired { from: a, to: b, .. } if (a, b) == (from, to)));
            if let Some((mended, _)) = mended {
                days.push(f64::from(*mended - *cut));
            }
        }
    }
    let days = spread(days);
    println!("days until a line is whole again: {days:.0?}");
    assert!(days[0] >= 1.0 && days[1] <= 4.0, "{days:?}");
}

#[test]
fn without_garrison_divisions_fewer_raids_are_driven_off() {
    let stripped = with_setting(campaign(), |setting| {
        let end = setting.end;
        for force in setting.forces.iter_mut().filter(|force| ["jpn-div-15", "jpn-div-17", "jpn-div-22"].contains(&force.id.as_str())) {
            force.entry = end + 1;
        }
    });
    let stripped = share_foiled(&play(&stripped, 24));
    let plain = share_foiled(&hundred()[..24]);
    println!("share of raids driven off: {plain:.2}, without the three divisions {stripped:.2}");
    assert!(stripped < plain - 0.1);
}

#[test]
fn without_guerrillas_the_rear_is_quiet() {
    let runs = play(&campaign_with(&["guerrillas=off"]), 12);
    for (plain, run) in hundred().iter().zip(&runs) {
        assert_eq!(run.world.rear.raids(), [0; 3]);
        assert!(!rear(run).any(|(_, event)| matches!(event, Rear::LineCut { .. } | Rear::RaidFoiled { .. })));
        let first = plain.first(|kind| matches!(kind, EventKind::Rear(Rear::LineCut { .. } | Rear::RaidFoiled { .. }))).unwrap();
        same_before(plain, run, first, |_| true);
    }
}
