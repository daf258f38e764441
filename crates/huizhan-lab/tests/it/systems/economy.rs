//! Facts of the system `economy` over a hundred seeds, and what its factors touch.

use super::{Played, campaign, campaign_with, hundred, play, spread};
use crate::variant::with_setting;
use huizhan_base::{Date, SideId};
use huizhan_sim::economy::Event as Economy;
use huizhan_sim::{Event, EventKind};

fn side(id: &str) -> SideId {
    campaign().setting.side(id).unwrap()
}

fn economy(run: &Played) -> impl Iterator<Item = (Date, &Economy)> {
    run.events.iter().filter_map(|event| match &event.kind {
        EventKind::Economy(economy) => Some((event.date, economy)),
        _ => None,
    })
}

/// The day on which Japan takes a place.
fn taken(run: &Played, id: &str) -> Option<Date> {
    let wanted = campaign().setting.theatre.place(id).unwrap();
    run.first(|kind| matches!(kind, EventKind::PlaceTaken { place, by, .. } if *place == wanted && *by == side("japan")))
}

/// The day on which the import by a place stops, with the share of imports left and the stock (tonnes).
fn stopped(run: &Played, id: &str) -> Option<(Date, u16, u32)> {
    let wanted = campaign().setting.theatre.place(id).unwrap();
    economy(run).find_map(|(date, event)| match event {
        Economy::ImportStopped { place, lifeline, stock_tonnes, .. } if *place == wanted => Some((date, *lifeline, *stock_tonnes)),
        _ => None,
    })
}

/// Accounts of a side: day, stock, made, called up, pool.
fn accounts(run: &Played, of: SideId) -> Vec<(Date, u32, u32, u32, u32)> {
    let row = |(date, event): (Date, &Economy)| match event {
        Economy::Account { side, stock_tonnes, made_tonnes, called_up, pool, .. } if *side == of => {
            Some((date, *stock_tonnes, *made_tonnes, *called_up, *pool))
        }
        _ => None,
    };
    economy(run).filter_map(row).collect()
}

#[test]
fn the_fall_of_guangzhou_cuts_the_lifeline_in_every_run() {
    let (mut falls, mut drains) = (Vec::new(), Vec::new());
    for run in hundred() {
        let fell = taken(run, "guangzhou");
        let cut = stopped(run, "guangzhou");
        assert_eq!(fell, cut.map(|(date, ..)| date), "the import by Canton stops on the day it falls, and on no other");
        let Some((date, lifeline, stock)) = cut else { continue };
        falls.push(date);
        // the way by Canton had brought three quarters to four fifths of all
        assert!((180..=260).contains(&lifeline), "{lifeline} thousandths are left");
        let days = campaign().setting.end - date;
        if days >= 3 {
            let left = run.world.economy.stock_tonnes(side("roc"));
            assert!(left < f64::from(stock), "the stock sinks from {stock} t to {left} t in {days} days");
            drains.push((f64::from(stock) - left) / f64::from(days));
        }
    }
    println!("Guangzhou falls in {} of 100 runs; the stock then sinks by {:.0?} t a day", falls.len(), spread(drains));
    assert!(falls.len() >= 30, "Guangzhou falls in {} runs only", falls.len());
}

#[test]
fn until_then_the_stock_is_not_eaten_up() {
    for run in hundred() {
        let before = stopped(run, "guangzhou").map_or(campaign().setting.end, |(date, ..)| date);
        let stocks: Vec<u32> = accounts(run, side("roc")).iter().filter(|(date, ..)| *date < before).map(|(_, stock, ..)| *stock).collect();
        assert!(stocks.windows(2).all(|pair| pair[0] < pair[1]), "imports and arsenals more than fill what is used: {stocks:?}");
    }
}

#[test]
fn japans_reserve_of_men_falls() {
    let pool = |run: &Played| f64::from(run.world.economy.pool(side("japan")));
    let left = spread(hundred().iter().map(pool).collect());
    let called = spread(hundred().iter().map(|run| f64::from(run.world.economy.drafted(side("japan")))).collect());
    println!("men left to Japan of 120,000: {left:.0?}; called up for the theatre: {called:.0?}");
    assert!(left[2] < 0.65 * 120_000.0, "two fifths and more are gone in nearly every run");
    for run in hundred() {
        let pools: Vec<u32> = accounts(run, side("japan")).iter().map(|account| account.4).collect();
        assert!(pools.windows(2).all(|pair| pair[1] < pair[0]), "month by month: {pools:?}");
    }
}

#[test]
fn heavy_losses_exhaust_a_small_reserve() {
    let japan = side("japan");
    let small = with_setting(campaign(), |setting| {
        let manpower = setting.economy.manpower[japan.index()].as_mut().unwrap();
        manpower.pool = 8000.0;
        manpower.flows.clear();
    });
    for (plain, run) in hundred().iter().zip(&play(&small, 8)) {
        assert_eq!(run.world.economy.pool(japan), 0, "8,000 men do not last the campaign");
        assert_eq!(run.world.economy.drafted(japan), 8000, "no more are called up than there are");
        assert!(economy(run).any(|(_, event)| matches!(event, Economy::PoolSpent { side, .. } if *side == japan)));
        let spent = run.first(|kind| matches!(kind, EventKind::Economy(Economy::PoolSpent { .. }))).unwrap();
        same_before(plain, run, spent, |kind| !matches!(kind, EventKind::Economy(_)));
    }
}

#[test]
fn an_arsenal_that_is_taken_down_makes_less() {
    for run in hundred() {
        let made: Vec<u32> = accounts(run, side("roc")).iter().map(|account| account.2).collect();
        // July has one day more than June has days of the campaign; October is after the move
        assert!(made[4] < made[1], "made in July {} t, in October {} t", made[1], made[4]);
    }
}

/// The events of two runs under one seed are equal before a day.
pub(super) fn same_before(a: &Played, b: &Played, day: Date, of: impl Fn(&EventKind) -> bool) {
    let early = |run: &Played| -> Vec<Event> { run.events.iter().filter(|event| event.date < day && of(&event.kind)).cloned().collect() };
    let (a, b) = (early(a), early(b));
    let differs = a.iter().zip(&b).find(|(a, b)| a != b);
    assert!(differs.is_none() && a.len() == b.len(), "before {day} the runs differ: {differs:?}, {} and {} events", a.len(), b.len());
}

#[test]
fn without_soviet_aid_the_stock_is_smaller_by_what_it_brought() {
    let runs = play(&campaign_with(&["soviet_aid=off"]), 12);
    let mut missing = Vec::new();
    for (plain, run) in hundred().iter().zip(&runs) {
        missing.push(plain.world.economy.stock_tonnes(side("roc")) - run.world.economy.stock_tonnes(side("roc")));
        // the aid brings aircraft too: until the air war differs nothing does but the accounts and what the high command weighs
        let air = |run: &Played| -> Vec<Event> { run.events.iter().filter(|event| matches!(event.kind, EventKind::Air(_))).cloned().collect() };
        let (a, b) = (air(plain), air(run));
        let parted = a.iter().zip(&b).find(|(a, b)| a != b).map(|(a, b)| a.date.min(b.date));
        let parted = parted.expect("without deliveries the air war is another");
        let told = |kind: &EventKind| !matches!(kind, EventKind::Economy(_) | EventKind::Politics(_));
        same_before(plain, run, parted, told);
    }
    let missing = spread(missing);
    println!("without Soviet aid {missing:.0?} t are missing from the stock at the end");
    // 25 t a day over 155 days; single runs differ by what the other course of the campaign used
    let brought = 25.0 * 155.0;
    assert!((0.95..=1.05).contains(&(missing[1] / brought)) && missing[0] > 0.7 * brought && missing[2] < 1.3 * brought, "{missing:?}");
}

#[test]
fn without_the_lifeline_munitions_are_rationed() {
    let runs = play(&campaign_with(&["lifeline=off"]), 12);
    for run in &runs {
        let rationed = |event: &Economy| matches!(event, Economy::Rationed { side, ration, .. } if *side == self::side("roc") && *ration < 900);
        assert!(economy(run).any(|(_, event)| rationed(event)), "a stock of 15,000 t without imports does not last");
        let (date, _) = economy(run).find(|(_, event)| rationed(event)).unwrap();
        assert!(date > "1938-07-01".parse().unwrap(), "it lasts some weeks");
    }
}

#[test]
fn without_drafts_nobody_is_called_up() {
    let runs = play(&campaign_with(&["replacements=off"]), 12);
    for (plain, run) in hundred().iter().zip(&runs) {
        assert_eq!(run.world.economy.drafted(side("japan")), 0);
        let first = plain.first(|kind| matches!(kind, EventKind::Replaced { .. })).unwrap();
        same_before(plain, run, first, |kind| !matches!(kind, EventKind::Economy(_)));
    }
}
