//! The largest engagements, explained by their factors.

use crate::markup::{both, day_month, escape, thousands};
use crate::{Chronicle, Factor, History, advantage_factors, win_factors};
use huizhan_base::{CellId, Date, FormationId, SideId};
use huizhan_scenario::Scenario;
use huizhan_sim::{EngagementDay, EngagementResult, Event, EventKind};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How many are explained.
const SHOWN: usize = 10;
/// How many beaten formations are named.
const NAMED: usize = 8;
/// Days without fighting after which a new fight for the same cell is another engagement.
const PAUSE: i32 = 3;

/// Days of fighting by one side for one cell.
struct Fight<'a> {
    first: Date,
    last: Date,
    days: Vec<&'a EngagementDay>,
}

impl Fight<'_> {
    fn losses(&self) -> [u64; 2] {
        [0, 1].map(|side: usize| self.days.iter().map(|day| u64::from(day.losses[side])).sum())
    }

    fn cell(&self) -> CellId {
        self.days[0].cell
    }

    fn attacker(&self) -> SideId {
        self.days[0].attacker
    }
}

/// The engagements with the most losses of both sides together.
pub(super) fn largest(scenario: &Scenario, history: &History, chronicle: &Chronicle<'_>) -> String {
    let mut fights = fights(&history.events);
    fights.sort_by_key(|fight| (std::cmp::Reverse(fight.losses().iter().sum::<u64>()), fight.first, fight.cell()));
    let mut text = String::from(
        "<p class=\"note\">By losses of both sides together. Bars to the right help the attacker, bars to the left the defender; their length is \
         the factor's share of all, weighted by each day's losses. The first list says who bleeds, the second who wins when the fight ends. \
         “Chance” is the noise drawn for the engagement.</p><div class=\"fights\">",
    );
    for (rank, fight) in fights.iter().take(SHOWN).enumerate() {
        text.push_str(&article(scenario, history, chronicle, rank + 1, fight));
    }
    text.push_str("</div>");
    text
}

fn fights(events: &[Event]) -> Vec<Fight<'_>> {
    let mut open: BTreeMap<(CellId, SideId), Fight<'_>> = BTreeMap::new();
    let mut fights = Vec::new();
    for event in events {
        let EventKind::EngagementDay(day) = &event.kind else { continue };
        let key = (day.cell, day.attacker);
        match open.get_mut(&key) {
            Some(fight) if event.date - fight.last <= PAUSE => {
                fight.last = event.date;
                fight.days.push(day);
            }
            _ => fights.extend(open.insert(key, Fight { first: event.date, last: event.date, days: vec![day] })),
        }
    }
    fights.extend(open.into_values());
    fights
}

fn article(scenario: &Scenario, history: &History, chronicle: &Chronicle<'_>, rank: usize, fight: &Fight<'_>) -> String {
    let setting = &scenario.setting;
    let place = chronicle.near(fight.cell()).map(|(place, km)| {
        let near = if km < 9.0 { "" } else { "near " };
        format!("{near}{}", both(&setting.theatre.places[place.index()].names))
    });
    let days = if fight.first == fight.last { day_month(fight.first) } else { format!("{} to {}", day_month(fight.first), day_month(fight.last)) };
    let advantage = weigh(fight, &|day| advantage_factors(&setting.parameters, day));
    let win = weigh(fight, &|day| win_factors(&setting.parameters, day));
    format!(
        "<article><h3>{rank}. {}, {days}</h3><p>{}</p><div class=\"bars\">{}{}</div></article>",
        place.unwrap_or_default(),
        story(scenario, history, fight, &advantage),
        bars("Losses", &advantage),
        bars("Outcome", &win),
    )
}

/// Mean of each factor over the days of a fight, weighted by the losses of the day.
fn weigh(fight: &Fight<'_>, factors: &dyn Fn(&EngagementDay) -> Vec<Factor>) -> Vec<Factor> {
    let mut sums: Vec<Factor> = Vec::new();
    let mut weights = 0.0;
    for day in &fight.days {
        let weight = f64::from(day.losses[0] + day.losses[1]).max(1.0);
        weights += weight;
        for (at, factor) in factors(day).into_iter().enumerate() {
            match sums.get_mut(at) {
                Some(sum) => sum.value += weight * factor.value,
                None => sums.push(Factor { value: weight * factor.value, ..factor }),
            }
        }
    }
    let all: f64 = sums.iter().map(|factor| factor.value.abs()).sum::<f64>().max(1e-12);
    for factor in &mut sums {
        factor.share = factor.value.abs() / all;
        factor.value /= weights;
    }
    sums
}

fn story(scenario: &Scenario, history: &History, fight: &Fight<'_>, advantage: &[Factor]) -> String {
    let setting = &scenario.setting;
    let name = |side: SideId| escape(&setting.sides[side.index()].names.en);
    let most = |side: usize| thousands(fight.days.iter().map(|day| day.men[side]).fold(0.0, f64::max).round() as u64);
    let (attacker, defender) = (name(fight.attacker()), name(fight.attacker().enemy()));
    let count = fight.days.len();
    let mut text = format!(
        "{attacker} attacked on {count} {} with up to {} men engaged; {defender} defended with up to {}.",
        if count == 1 { "day" } else { "days" },
        most(0),
        most(1),
    );
    let losses = fight.losses().map(thousands);
    let _ = write!(text, " Killed and wounded: {attacker} {}, {defender} {}.", losses[0], losses[1]);
    let helped = |positive: bool| {
        let side = advantage.iter().filter(|factor| (factor.value > 0.0) == positive && factor.share >= 0.03);
        let mut side: Vec<&Factor> = side.collect();
        side.sort_by(|a, b| b.share.total_cmp(&a.share));
        let words: Vec<String> = side.iter().take(3).map(|factor| format!("{} ({:.0}&nbsp;%)", factor.name, 100.0 * factor.share)).collect();
        words.join(", ")
    };
    for (whom, factors) in [("attacker", helped(true)), ("defender", helped(false))].iter().filter(|(_, factors)| !factors.is_empty()) {
        let _ = write!(text, " In favour of the {whom}: {factors}.");
    }
    let end = match fight.days[count - 1].result {
        EngagementResult::Continues => "It had not ended when the run did, or the attacker turned away.",
        EngagementResult::Repulsed => "It ended with the attack called off.",
        EngagementResult::GroundGained => "The attacker gained ground, and the defender kept the cell.",
        EngagementResult::DrivenOff => "It ended with the defender driven off.",
        EngagementResult::GaveWay => "It ended when the defender gave way under his losses.",
    };
    let _ = write!(text, " {end}");
    let (off, gone) = beaten(history, fight);
    for (what, formations) in [("Driven off", off), ("Without way out and destroyed", gone)].iter().filter(|(_, list)| !list.is_empty()) {
        let names: Vec<String> = formations.iter().map(|formation| escape(&setting.forces[formation.index()].names.en)).collect();
        let more = names.len().saturating_sub(NAMED);
        let _ = write!(text, " {what}: {}", names[..names.len() - more].join(", "));
        if more > 0 {
            let _ = write!(text, " and {more} more");
        }
        text.push('.');
    }
    text
}

/// Formations driven off from the cell, and destroyed in it, each once.
fn beaten(history: &History, fight: &Fight<'_>) -> (Vec<FormationId>, Vec<FormationId>) {
    let (mut off, mut gone) = (Vec::new(), Vec::new());
    for event in history.events.iter().filter(|event| (fight.first..=fight.last).contains(&event.date)) {
        match event.kind {
            EventKind::Retreated { formation, from, .. } if from == fight.cell() && !off.contains(&formation) => off.push(formation),
            EventKind::Destroyed { formation, cell, .. } if cell == fight.cell() => gone.push(formation),
            _ => {}
        }
    }
    (off, gone)
}

/// Factors as bars from a middle line.
fn bars(title: &str, factors: &[Factor]) -> String {
    let shown: Vec<&Factor> = factors.iter().filter(|factor| factor.share >= 0.005).collect();
    let mut text = format!("<figure><figcaption>{title}</figcaption><table class=\"factors\">");
    for factor in shown {
        let width = 50.0 * factor.share;
        let (x, class) = if factor.value >= 0.0 { (50.0, "for") } else { (50.0 - width, "against") };
        let _ = write!(
            text,
            "<tr><th scope=\"row\">{}</th><td><svg class=\"bar\" height=\"12\" aria-hidden=\"true\"><line class=\"grid\" x1=\"50%\" x2=\"50%\" y1=\"0\" y2=\"100%\"/>\
             <rect class=\"{class}\" x=\"{x:.1}%\" y=\"1\" width=\"{width:.1}%\" height=\"10\"/></svg></td><td class=\"number\">{}{:.0}&nbsp;%</td></tr>",
            factor.name,
            if factor.value < 0.0 { "−" } else { "+" },
            100.0 * factor.share
        );
    }
    text.push_str("</table></figure>");
    text
}
