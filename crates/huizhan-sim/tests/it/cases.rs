//! Small cases: a map, forces and orders as text; what happened as text. `UPDATE_EXPECT=1` renews what is expected.

use crate::table::Case;
use expect_test::{Expect, expect};
use huizhan_sim::{EventKind, ring};
use std::fmt::Write as _;

fn check(case: &str, expected: &Expect) {
    expected.assert_eq(&Case::read(case).tell());
}

#[test]
fn a_road_is_faster_than_hills() {
    check("
map
    pA p p p pB
    pC h h h pD
road A B 60
b1 A 8000
b2 C 8000
order 0 b1 march B
order 0 b2 march D
days 10
", &expect![[r#"
    0: b1 at 0,1
    1: b1 at 0,2, b2 at A
    2: b1 at 0,3, b2 at 0,2
    3: b1 at B, b2 at 0,3
    5: b2 at D
    7: b1 short, b2 short
    b1 7684 at B
    b2 7684 at D
"#]]);
}

#[test]
fn contact_stops_a_march() {
    check("
map
    pA p p pB p pC
road A C 80
b1 A 8000
r1 B 8000
order 0 b1 march C
days 8
", &expect![[r#"
    0: b1 at 0,1
    7: b1 short, r1 short
    b1 8000 at 0,1
    r1 8000 at B
"#]]);
}

#[test]
fn a_weak_defender_is_driven_off_towards_his_supply() {
    check("
map
    pA p pB p pC
    p  p p  p p
road A C 70
source r C 500
b1 A 24000 class=A guns=60
r1 B 3000 class=C
order 0 b1 advance B
days 12
", &expect![[r#"
    1: fight at B: breaks them, r1 driven to 0,3, b1 at 0,1
    2: b1 at B
    7: b1 short
    b1 21601 at B
    r1 1145 at 0,3
"#]]);
}

#[test]
fn a_strong_defender_holds_against_a_weak_attack() {
    check("
map
    pA p hB p pC
road A C 70
source b A 500
source r C 500
b1 A 2500 class=C
r1 B 20000 class=A guns=60
order 0 b1 advance B
days 8
", &expect![[r#"
    1: fight at B: repulsed, b1 at 0,1
    7: fight at B: repulsed
    b1 1549 at 0,1
    r1 19701 at B
"#]]);
}

#[test]
fn a_ring_without_way_out_is_destroyed() {
    check("
map
    l l  l  l
    l pA pB l
    l l  l  l
b1 A 24000 class=A guns=60
r1 B 3000 class=C
order 0 b1 advance B
days 12
", &expect![[r#"
    0: fight at B: goes on
    1: fight at B: breaks them, r1 destroyed
    3: b1 at B
    7: b1 short
    b1 21406 at B
    r1 destroyed
"#]]);
}

#[test]
fn a_column_whose_road_is_cut_is_ringed_and_eats_its_stock() {
    let mut case = Case::read("
map
    l l  l l  l l  l
    l pA p pB p pC l
    l l  l pR l l  l
road A B 30
road B C 30
source b A 500
b1 A 8000
r1 R 8000
order 0 b1 advance C
order 6 r1 advance B
");
    let (mut ringed, mut short) = (None, None);
    for day in 0..24 {
        for event in case.day(7) {
            match event.kind {
                EventKind::Ring(ring::Event::Formed { ref formations, men_around, ways_barred, .. }) if formations[0].index() == 0 => {
                    assert_eq!((formations.len(), men_around, ways_barred), (1, 8000, 1));
                    ringed = Some(day);
                }
                EventKind::Shortage { formation, node: None, .. } if formation.index() == 0 => short = Some(day),
                _ => {}
            }
        }
    }
    let (ringed, short) = (ringed.expect("r1 cuts the road behind it"), short.expect("nothing is hauled into the ring"));
    assert!((6..=10).contains(&(short - ringed)), "ringed on day {ringed}, short on day {short}");
}

#[test]
fn officers_come_down_once_to_a_side_that_has_them() {
    let drops = |officers: &str| {
        let mut case = Case::read(&format!("
map
    l l  l l  l l  l
    l pA p pB p pC l
    l l  l pR l l  l
road A B 30
road B C 30
source b A 500
{officers}
b1 A 8000 class=A guns=30
r1 R 8000 class=C
order 0 b1 advance C
order 6 r1 advance B
order 8 r1 advance C
"));
        let events: Vec<_> = (0..30).flat_map(|_| case.day(7)).collect();
        let drop = |event: huizhan_sim::Event| match event.kind {
            EventKind::Ring(ring::Event::OfficersDropped { officers, lost, .. }) => Some((officers, lost)),
            _ => None,
        };
        events.into_iter().filter_map(drop).collect::<Vec<_>>()
    };
    let dropped = drops("set b parachute_officers 300");
    assert!(dropped.len() == 1 && dropped[0].1 >= 500 && (20..=300).contains(&dropped[0].0), "{dropped:?}");
    assert!(drops("set b parachute_officers 0").is_empty());
}

#[test]
fn a_few_men_ring_nobody() {
    let mut case = Case::read("
map
    l l  l l  l l  l
    l pA p pB p pC l
    l l  l pR l l  l
road A B 30
road B C 30
source b A 500
b1 A 8000
r1 R 900
order 0 b1 advance C
order 6 r1 advance B
");
    let ringed = |event: &huizhan_sim::Event| match &event.kind {
        EventKind::Ring(ring::Event::Formed { formations, .. }) => formations[0].index() == 0,
        _ => false,
    };
    assert!(!(0..24).any(|_| case.day(7).iter().any(ringed)), "900 men cannot hold 8,000");
}

#[test]
fn ships_stop_before_a_closed_fort_line() {
    check("
map
    pA p pB p pC p pD
bank A 100
bank B 130
bank C 160
bank D 190
ships b A
fort C 3
set b lift_men_river 20000
b1 A 6000
b2 A 6000
r1 C 4000 garrison
order 0 b1 land D
order 0 b2 land B
order 4 b1 land B
days 8
", &expect![[r#"
    0: b2 lands at B, b2 at B
    4: b1 lands at B, b1 at B
    7: b1 short, b2 short, r1 short
    b1 6000 at B
    b2 6000 at B
    r1 4000 at C
"#]]);
}

#[test]
fn only_the_side_with_ships_sails() {
    check("
map
    pA p pB
bank A 100
bank B 130
ships b A
b1 A 6000
r1 B 4000
order 0 r1 land A
days 1
", &expect![[r#"
    0: r1 refused: NoShips, ships at km 130
    b1 6000 at A
    r1 4000 at B
"#]]);
}

#[test]
fn sweeping_is_slow_under_guns() {
    let open = "
map
    pA p pB p pC p pD
bank A 100
bank B 120
bank D 260
ships b A
river A B 20
river B D 140 mined
b1 A 1000
days 6
";
    check(open, &expect![[r#"
        0: ships at km 129
        1: ships at km 138
        2: ships at km 147
        3: ships at km 156
        4: ships at km 165
        5: ships at km 174
        b1 1000 at A
    "#]]);
    check(&open.replace("b1 A 1000\n", "b1 A 1000\nr1 B 4000\n"), &expect![[r#"
        0: ships at km 123
        1: ships at km 127
        2: ships at km 130
        3: ships at km 139
        4: ships at km 148
        5: ships at km 157
        b1 1000 at A
        r1 4000 at B
    "#]]);
}

#[test]
fn a_boom_is_cleared_when_its_fort_is_held() {
    check("
map
    pA pC p pD
bank A 100
bank C 110
bank D 190
ships b A
river A D 90
fort C 3
b1 A 24000 class=A guns=60
r1 C 800 class=C
order 0 b1 advance C
days 16
", &expect![[r#"
    0: fight at C: goes on
    1: fight at C: goes on
    2: fight at C: goes on
    3: fight at C: breaks them, r1 driven to 0,2
    5: b1 at C
    6: line falls, boom 3 days
    7: b1 short, r1 short
    8: line open, ships at km 190
    b1 20294 at C
    r1 441 at 0,2
"#]]);
}

#[test]
fn supply_falls_with_the_haul_and_with_capacity() {
    let stocks = |case: &str| {
        let mut case = Case::read(case);
        for _ in 0..12 {
            case.day(7);
        }
        let setting = &case.scenario.setting;
        setting.forces.iter().zip(&case.world.formations.stock).map(|(force, stock)| (force.id.clone(), *stock)).collect::<Vec<_>>()
    };
    let line = "
map
    pA p p p p p p p p p pC
source b A 500
set b forage_kg 0
b1 A 8000
b2 C 8000
";
    let by_road = line.replace("source", "road A C 120\nsource");
    let narrow = by_road.replace("road A C 120", "road A C 120 capacity=3");
    let (cut, wide, narrow) = (stocks(line), stocks(&by_road), stocks(&narrow));
    assert_eq!(cut[0], wide[0], "at the source the road does not matter");
    assert!(cut[1].1 < wide[1].1, "without a road the far formation has less: {cut:?} {wide:?}");
    assert!(narrow[1].1 < wide[1].1, "a narrow road brings less: {narrow:?} {wide:?}");
    assert!(wide[1].1 <= wide[0].1, "far from the source there is no more than at it: {wide:?}");
}

#[test]
fn hunger_thins_the_ranks() {
    check("
map
    pA p p
set b forage_kg 0
b1 A 8000
have b1 stock=2000
days 6
", &expect![[r#"
    1: b1 short
    b1 7381 at A
"#]]);
}

#[test]
fn rest_restores_cohesion_and_hunger_does_not() {
    let after = |case: &str| {
        let mut case = Case::read(case);
        let before = case.world.formations.cohesion[0];
        for _ in 0..8 {
            case.day(7);
        }
        i32::from(case.world.formations.cohesion[0]) - i32::from(before)
    };
    let fed = after("\nmap\n    pA p p\nsource b A 500\nb1 A 8000\nhave b1 cohesion=4000\n");
    let starved = after("\nmap\n    pA p p\nset b forage_kg 0\nb1 A 8000\nhave b1 cohesion=4000 stock=0\n");
    assert!(fed > 500, "eight days of rest restore {fed} ten-thousandths");
    assert!(starved < fed / 2, "eight hungry days restore {starved}, fed ones {fed}");
}

#[test]
fn replacements_join_those_at_rest_up_to_their_establishment() {
    check("
map
    pA p pB
source b A 500
draft b 300
b1 A 8000
b2 B 4000
have b1 men=7000
days 12
", &expect![[r#"
    b1 8000 at A
    b2 4000 at B
"#]]);
}

#[test]
fn an_order_takes_its_delay() {
    check("
map
    pA p pB
road A B 30
set b command_delay_low_days 3
set b command_delay_high_days 3
b1 A 8000
order 1 b1 march B
days 7
", &expect![[r#"
    1: b1 ordered for day 4
    4: b1 at 0,1
    5: b1 at B
    b1 8000 at B
"#]]);
}

#[test]
fn orders_that_cannot_be_obeyed_are_refused() {
    check("
map
    pA p p pB
b1 A 8000
b2 A 2000 garrison
b3 A 8000 day=5
order 0 b1 march at 0 2
order 0 b2 march B
order 0 b3 march B
order 0 b1 land B
days 1
", &expect![[r#"
    0: b1 refused: NoWayKnown, b2 refused: Immobile, b3 refused: NotPresent, b1 refused: NoShips
    b1 8000 at A
    b2 2000 at A
    b3 waits
"#]]);
}

#[test]
fn the_number_of_units_does_not_matter() {
    let day = |defenders: &[u32]| {
        let mut text = "\nmap\n    pA pB p pC\nsource b A 500\nsource r C 500\nroad A C 60\nb1 A 16000\norder 0 b1 advance B\n".to_owned();
        for (index, men) in defenders.iter().enumerate() {
            writeln!(text, "r{index} B {men}").unwrap();
        }
        let mut case = Case::read(&text);
        let mut fights = Vec::new();
        for _ in 0..6 {
            fights.extend(case.day(7).into_iter().filter_map(|event| match event.kind {
                EventKind::EngagementDay(day) => Some(*day),
                _ => None,
            }));
        }
        fights
    };
    let whole = day(&[8000]);
    assert!(!whole.is_empty(), "there is a fight");
    for split in [vec![4000, 4000], vec![2000; 4], vec![5000, 3000]] {
        let parts = day(&split);
        assert_eq!(whole[0], parts[0], "the first day against {split:?}");
        for (a, b) in whole.iter().zip(&parts) {
            assert_eq!((a.noise, a.day, a.result), (b.noise, b.day, b.result), "the same draws against {split:?}");
            // cohesion is rounded by unit: a man or two
            assert!(a.losses.iter().zip(&b.losses).all(|(a, b)| a.abs_diff(*b) <= 2 + a / 200), "{a:?} {b:?}");
        }
    }
}
