//! The ledger of human cost: two books of the same, range and all.

use super::campaign;
use huizhan_lab::{HumanLedger, Run, cause_ranges};
use huizhan_sim::{Cause, Victim, World};
use rayon::prelude::*;

fn play(seeds: u64) -> Vec<(World, HumanLedger)> {
    let one = |seed| {
        let mut run = Run::new(campaign(), seed);
        let mut ledger = HumanLedger::default();
        while !run.is_over() {
            let (_, events) = run.day();
            ledger.enter(&campaign().setting, events);
        }
        (run.world, ledger)
    };
    (0..seeds).into_par_iter().map(one).collect()
}

#[test]
fn events_and_the_world_count_the_same_people() {
    for (world, ledger) in play(12) {
        let sums = ledger.by_cause();
        for victim in Victim::ALL {
            for cause in Cause::ALL {
                let entered = sums.get(&(victim, cause)).map_or(0, |tally| tally.people);
                assert_eq!(entered, u64::from(world.human.of(victim, cause)), "{victim:?} {cause:?}");
            }
        }
        let by_day: u64 = ledger.sums(|entry| entry.date).values().map(|tally| tally.people).sum();
        let by_place: u64 = ledger.sums(|entry| entry.place).values().map(|tally| tally.people).sum();
        let all: u64 = sums.values().map(|tally| tally.people).sum();
        assert_eq!([by_day, by_place], [all, all], "every entry stands under one day and one place");
    }
}

#[test]
fn soldiers_by_cause_are_the_losses_of_their_side() {
    for (world, _) in play(6) {
        for side in huizhan_base::SideId::BOTH {
            let soldiers = &world.human.soldiers[side.index()];
            let of = |cause: Cause| soldiers[cause as usize];
            let ledger = &world.ledger[side.index()];
            assert!(of(Cause::Battle) <= ledger.killed_wounded, "other systems may add to the killed and wounded");
            assert!(of(Cause::Captured) + of(Cause::Drowned) <= ledger.missing_captured + ledger.killed_wounded);
            assert!(of(Cause::Sick) <= ledger.sick);
            let lost: u32 = campaign().setting.forces.iter().zip(&world.formations.lost).filter(|(force, _)| force.side == side).map(|(_, lost)| lost).sum();
            let counted: u32 = [Cause::Battle, Cause::Captured, Cause::Drowned].into_iter().map(of).sum();
            assert!(counted <= lost, "nobody is counted who was not lost: {counted} of {lost}");
        }
    }
}

#[test]
fn ranges_hold_what_they_are_ranges_of() {
    let ledgers: Vec<HumanLedger> = play(24).into_iter().map(|(_, ledger)| ledger).collect();
    for (entry, tally) in ledgers.iter().flat_map(HumanLedger::entries) {
        assert!(tally.low <= tally.people && tally.people <= tally.high, "{entry:?} {tally:?}");
    }
    let ranges = cause_ranges(&ledgers);
    for range in &ranges {
        println!("{:?} {:?}: {:.0?}, estimate {:.0?}", range.victim, range.cause, range.people, range.estimate);
        assert!(range.people.is_sorted(), "{range:?}");
    }
    let drowned = ranges.iter().find(|range| range.victim == Victim::Civilians && range.cause == Cause::Drowned).expect("people drown");
    assert!(drowned.estimate[0] < drowned.people[1] && drowned.people[1] < drowned.estimate[1]);
}
