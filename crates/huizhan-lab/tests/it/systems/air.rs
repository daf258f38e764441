//! Facts of the system `air` over a hundred seeds, and what its factors touch.

use super::{Played, SEEDS, campaign, campaign_with, hundred, play, spread};
use huizhan_base::{Date, SideId};
use huizhan_lab::air_battles;
use huizhan_scenario::Scenario;
use huizhan_sim::{Cause, Event, EventKind, air, river};

/// A side of the campaign by its id.
fn side(id: &str) -> SideId {
    campaign().setting.side(id).unwrap()
}

fn of_air(played: &Played) -> impl Iterator<Item = (Date, &air::Event)> {
    played.events.iter().filter_map(|event| match &event.kind {
        EventKind::Air(air) => Some((event.date, air)),
        _ => None,
    })
}

/// Bomb loads that raids of a side delivered, by what they were for.
fn loads(played: &Played, by: SideId, wanted: &[air::Kind]) -> u32 {
    let raids = of_air(played).filter_map(|(_, event)| match event {
        air::Event::Raid { by: raider, aim, loads, .. } if *raider == by && wanted.contains(aim) => Some(*loads),
        _ => None,
    });
    raids.sum()
}

#[test]
fn the_three_battles_lose_what_was_admitted_and_not_what_was_claimed() {
    let scenario = Scenario::embedded("air-battles").unwrap();
    let battles = air_battles(&scenario, SEEDS);
    assert_eq!(battles.iter().map(|battle| battle.date.to_string()).collect::<Vec<_>>(), ["1938-02-18", "1938-04-29", "1938-05-31"]);
    let flown: Vec<[u32; 2]> = battles.iter().map(|battle| [0, 1].map(|at| battle.sides[at].flown as u32)).collect();
    assert_eq!(flown.iter().map(|flown| flown[0]).collect::<Vec<_>>(), [38, 39, 54], "raiders as documented");
    assert!(flown[0][1] <= 29 && flown[1][1] == 67 && flown[2][1] == 49, "defenders as documented, less those warned too late");
    for battle in &battles {
        for side in &battle.sides {
            println!("{} {:?} flown {} lost {:?} claims {:?}", battle.date, side.side, side.flown, side.lost, side.claims);
            assert!((1.0..=8.0).contains(&side.lost[1]) && side.lost[2] >= 4.0, "{side:?}");
        }
    }
    let claimed = |battle: usize, at: usize, who: &str| {
        let side = &battles[battle].sides[at];
        let claim = side.claims.iter().find(|(name, _)| name.contains(who)).unwrap();
        (claim.1, side.lost)
    };
    // what a side admits of its own losses is of the order that the model finds
    for (battle, at, who) in [(0, 0, "Japanese records"), (0, 1, "Chinese web"), (1, 0, "Japanese records"), (2, 1, "Chinese accounts")] {
        let ([admitted, _], [low, _, high]) = claimed(battle, at, who);
        assert!((low..=high).contains(&admitted), "{admitted} is not within {low} and {high}");
    }
    // what the other side claims is not
    for (battle, at, who) in [(0, 0, "Chinese web"), (1, 0, "Wuhan Daily"), (2, 0, "Chinese accounts"), (1, 1, "Japanese claim")] {
        let ([claimed, _], [.., high]) = claimed(battle, at, who);
        assert!(claimed > high, "{claimed} lies within the range up to {high}");
    }
}

#[test]
fn the_battles_are_fought_with_the_numbers_of_the_campaign() {
    let record = campaign().record.air.clone();
    let battles = Scenario::embedded("air-battles").unwrap();
    assert_eq!(battles.record.air.types, record.types);
    assert_eq!(battles.record.air.arms, record.arms);
    assert_eq!(battles.setting.parameters, campaign().setting.parameters);
}

#[test]
fn chinas_air_force_wears_out_over_the_summer() {
    let roc = side("roc");
    let strength = |played: &Played, wanted: bool| {
        let weeks = of_air(played).filter_map(|(_, event)| match event {
            air::Event::Strength { side, aircraft, .. } if *side == roc => Some(f64::from(*aircraft)),
            _ => None,
        });
        let weeks: Vec<f64> = weeks.collect();
        if wanted { weeks[0] } else { weeks[weeks.len() - 1] }
    };
    let start = spread(hundred().iter().map(|played| strength(played, true)).collect());
    let end = spread(hundred().iter().map(|played| strength(played, false)).collect());
    let august: Date = "1938-08-31".parse().unwrap();
    let summer = spread(hundred().iter().map(|played| {
        let weeks = of_air(played).filter_map(|(date, event)| match event {
            air::Event::Strength { side, aircraft, .. } if *side == roc && date <= august => Some(f64::from(*aircraft)),
            _ => None,
        });
        weeks.last().unwrap()
    }).collect());
    println!("Chinese and Soviet aircraft: first week {start:?}, end of August {summer:?}, last week {end:?}");
    assert!(start[0] > 120.0);
    assert!(summer[2] < 0.6 * start[1], "no longer what it was by the end of summer");
    assert!(end[1] < 0.4 * start[1] && end[2] < 0.5 * start[1], "a small part of what it was");
    for played in hundred() {
        let lost = air::lost(&played.world, roc);
        assert!(lost > 100, "worn down by its own losses, and not by a date: {lost}");
    }
    let japan = spread(hundred().iter().map(|played| f64::from(air::lost(&played.world, side("japan")))).collect());
    println!("Japanese aircraft lost {japan:?}");
    assert!(japan[1] > 60.0 && japan[1] < 300.0);
}

#[test]
fn a_field_is_used_by_those_who_hold_its_place_in_the_run() {
    let setting = &campaign().setting;
    let japan = side("japan");
    let anqing = setting.theatre.place("anqing").unwrap();
    let cell = setting.theatre.places[anqing.index()].cell;
    let mut used = 0;
    for played in hundred() {
        let taken = played.first(|kind| matches!(kind, EventKind::PlaceTaken { place, by, .. } if *place == anqing && *by == japan));
        let moved = of_air(played).find(|(_, event)| match event {
            air::Event::Rebased { group, to, .. } => *to == cell && setting.air.groups[*group as usize].side == japan,
            _ => false,
        });
        if let Some((date, _)) = moved {
            used += 1;
            assert!(date > taken.expect("a forward base before the place was taken"));
        }
        let roc = side("roc");
        for group in (0..setting.air.groups.len()).filter(|group| setting.air.groups[*group].side == roc) {
            if let Some(field) = air::base(setting, &played.world, group) {
                assert_eq!(played.world.control[field.index()], roc.0, "a Chinese group on a field that is lost");
            }
        }
    }
    println!("Anqing a Japanese base in {used} of {} runs", hundred().len());
    assert!(used >= 90);
}

#[test]
fn both_sides_bomb_ships_and_japan_bombs_towns() {
    let (roc, japan) = (side("roc"), side("japan"));
    let ships = [roc, japan].map(|by| spread(hundred().iter().map(|played| f64::from(loads(played, by, &[air::Kind::Ships]))).collect()));
    let towns = spread(hundred().iter().map(|played| f64::from(played.world.human.civilians[Cause::Air as usize])).collect());
    let crews = [roc, japan].map(|of| spread(hundred().iter().map(|p| f64::from(p.world.human.soldiers[of.index()][Cause::AirCrew as usize])).collect()));
    println!("loads on ships: by China {:?}, by Japan {:?}; civilians hit {towns:?}; crew lost: China {:?}, Japan {:?}", ships[0], ships[1], crews[0], crews[1]);
    assert!(ships.iter().all(|loads| loads[0] > 100.0));
    assert!(towns[0] > 500.0 && towns[2] < 50_000.0);
    assert!(crews[0][1] > 50.0 && crews[0][2] < 400.0);
    for played in hundred() {
        let told = played.events.iter().map(|event| match event.kind {
            EventKind::HumanCost { cause: Cause::Air | Cause::AirCrew, people, low, high, .. } => {
                assert!(low <= people && people <= high);
                people
            }
            _ => 0,
        });
        let human = &played.world.human;
        let counted = human.soldiers.iter().chain([&human.civilians]).map(|row| row[Cause::Air as usize] + row[Cause::AirCrew as usize]);
        assert_eq!(told.sum::<u32>(), counted.sum::<u32>(), "every person counted stands in an event");
    }
}

#[test]
fn without_the_volunteers_there_are_fewer_fighters_and_more_bombs_fall() {
    let (roc, japan) = (side("roc"), side("japan"));
    let without = play(&campaign_with(&["soviet_volunteers=off"]), 24);
    let with = &hundred()[..24];
    let fit = |played: &Played| {
        let first = of_air(played).find_map(|(_, event)| match event {
            air::Event::Strength { side, fit, .. } if *side == roc => Some(*fit),
            _ => None,
        });
        first.unwrap()
    };
    assert!(with.iter().zip(&without).all(|(with, without)| fit(without) < fit(with)));
    let guarded = [air::Kind::Field, air::Kind::City];
    let fallen = |runs: &[Played]| runs.iter().map(|played| loads(played, japan, &guarded)).sum::<u32>();
    let lost = |runs: &[Played]| runs.iter().map(|played| air::lost(&played.world, japan)).sum::<u32>();
    println!("loads on fields and towns in 24 runs: with {} without {}; Japanese aircraft lost: {} and {}", fallen(with), fallen(&without), lost(with), lost(&without));
    let towns = |runs: &[Played]| runs.iter().map(|played| loads(played, japan, &[air::Kind::City])).sum::<u32>();
    assert!(towns(&without) > towns(with));
    assert!(lost(&without) < lost(with));
}

#[test]
fn without_air_nothing_of_it_happens_and_the_ground_differs_only_after_its_first_effect() {
    let without = play(&campaign_with(&["air=off"]), 12);
    for (with, without) in hundred().iter().zip(&without) {
        assert_eq!(of_air(without).count(), 0);
        assert!(!without.events.iter().any(|event| matches!(event.kind, EventKind::HumanCost { cause: Cause::Air | Cause::AirCrew, .. })));
        let touches = |kind: &EventKind| match kind {
            EventKind::Air(air::Event::Raid { aim, .. }) => matches!(aim, air::Kind::Rail | air::Kind::Ships),
            EventKind::Air(event) => matches!(event, air::Event::Support { .. } | air::Event::Watched { .. } | air::Event::Dropped { .. }),
            _ => false,
        };
        let first = with.first(touches).unwrap();
        let ground = |played: &Played| -> Vec<Event> {
            let apart = |kind: &EventKind| matches!(kind, EventKind::Air(_) | EventKind::HumanCost { cause: Cause::Air | Cause::AirCrew, .. });
            played.events.iter().filter(|event| event.date < first && !apart(&event.kind)).cloned().collect()
        };
        assert_eq!(ground(with), ground(without), "days before {first}");
    }
}

#[test]
fn without_raids_no_bombs_fall_behind_the_lines_and_aircraft_still_look() {
    let silent = play(&campaign_with(&["air_raids=off", "air_support=off"]), 3);
    for played in &silent {
        assert!(!of_air(played).any(|(_, event)| matches!(event, air::Event::Raid { .. })));
        assert!(of_air(played).any(|(_, event)| matches!(event, air::Event::Watched { .. })));
        assert_eq!(played.world.human.civilians[Cause::Air as usize], 0);
    }
}

#[test]
fn drops_reach_only_own_formations_that_are_cut_off() {
    for played in hundred() {
        for (date, event) in of_air(played) {
            let air::Event::Dropped { formation, kilograms, .. } = event else { continue };
            assert!(*kilograms > 0, "{date}: nothing dropped to {formation:?}");
        }
    }
    let off = play(&campaign_with(&["airdrop=off"]), 3);
    assert!(off.iter().all(|played| of_air(played).all(|(_, event)| !matches!(event, air::Event::Dropped { .. }))));
}

#[test]
fn bombs_hit_ships_and_without_raids_none_does() {
    let hit = |event: &Event| matches!(event.kind, EventKind::River(river::Event::ShipHit { hit_by: river::HitBy::Aircraft, .. }));
    let sunk = |played: &Played| played.events.iter().filter(|event| hit(event)).count() as f64;
    let with = spread(hundred().iter().map(sunk).collect());
    println!("ships hit from the air: {with:?}");
    assert!(with[0] >= 5.0);
    let without = play(&campaign_with(&["air_raids=off"]), 3);
    assert!(without.iter().all(|played| sunk(played) < 0.5));
}
