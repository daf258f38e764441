//! An event as a sentence: names for ids, units for numbers, and its reason.

use crate::difference::words;
use crate::markup::thousands;
use huizhan_base::Names;
use huizhan_scenario::Scenario;
use serde_json::Value;

/// Longest text of an event that has no sentence of its own.
const LONGEST: usize = 220;
/// A place this far away says more than "near" (kilometres).
const NEAR_KM: f64 = 3.0;

/// Tells events of runs of a scenario.
pub(super) struct Teller<'a> {
    scenario: &'a Scenario,
}

/// One event and what can be asked of it.
struct Asked<'a> {
    teller: &'a Teller<'a>,
    event: &'a Value,
}

impl<'a> Teller<'a> {
    pub(super) fn new(scenario: &'a Scenario) -> Self {
        Self { scenario }
    }

    /// What happened, and why: plain text, the second empty where the event says no more than its fields.
    pub(super) fn tell(&self, event: &Value) -> (String, String) {
        let asked = Asked { teller: self, event };
        let reason = ["cause", "meaning"].iter().find_map(|name| event["why"][*name].as_str()).unwrap_or_default();
        // where an event has no reason beside its fields they are given again under `why`
        let reason = if event["cause"].as_str() == Some(reason) { "" } else { reason };
        let reason = balance(&event["why"]).unwrap_or_else(|| reason.to_owned());
        (asked.sentence().unwrap_or_else(|| self.name_all(&words(event, LONGEST))), reason)
    }

    /// A kind of event as a person would call it.
    pub(super) fn kind(kind: &str) -> String {
        match kind {
            "order_taken" => "order".to_owned(),
            "place_taken" => "capture".to_owned(),
            "engagement_day" => "day of fighting".to_owned(),
            "replaced" => "replacements".to_owned(),
            "human_cost" => "people hurt".to_owned(),
            "swept" => "mine-sweeping".to_owned(),
            other => other.replace('_', " "),
        }
    }

    /// The English name of whatever an id is of, or the id.
    fn name(&self, id: &str) -> String {
        let setting = &self.scenario.setting;
        let place = || setting.theatre.places.iter().find(|place| place.id == id).map(|place| &place.names);
        let side = || setting.sides.iter().find(|side| side.id == id).map(|side| &side.names);
        let force = || self.scenario.record.formation(id).map(|formation| &formation.names);
        place().or_else(side).or_else(force).map_or(id.to_owned(), |names: &Names| names.en.clone())
    }

    /// Puts names in the place of ids that stand as words of a text.
    fn name_all(&self, text: &str) -> String {
        text.split(' ').map(|word| word.strip_suffix(',').map_or_else(|| self.name(word), |id| self.name(id) + ",")).collect::<Vec<_>>().join(" ")
    }
}

/// What weighed most on the advantage in a day of fighting, and the chance that came of it.
fn balance(why: &Value) -> Option<String> {
    let mut terms: Vec<(&str, f64, f64)> =
        why["advantage"].as_object()?.iter().filter_map(|(name, term)| Some((name.as_str(), term["value"].as_f64()?, term["share"].as_f64()?))).filter(|(_, _, share)| *share > 0.0).collect();
    terms.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(b.0)));
    let most: Vec<String> = terms.iter().take(2).map(|(name, value, _)| format!("{} (for the {})", name.replace('_', " "), if *value > 0.0 { "attacker" } else { "defender" })).collect();
    Some(format!("most weight have {}; were it to end today the attacker would win with {:.0} %", most.join(" and "), 100.0 * why["p_win"].as_f64()?))
}

impl Asked<'_> {
    fn name(&self, field: &str) -> Option<String> {
        self.event[field].as_str().map(|id| self.teller.name(id))
    }

    fn count(&self, field: &str) -> Option<String> {
        self.event[field].as_u64().map(thousands)
    }

    /// A number that is kept in thousandths, in per cent.
    fn thousandths(&self, field: &str) -> Option<String> {
        self.event[field].as_u64().map(|value| format!("{:.0} %", value as f64 / 10.0))
    }

    fn word(&self, field: &str) -> Option<String> {
        self.event[field].as_str().map(|word| word.replace('_', " "))
    }

    /// A cell by the place next to it.
    fn at(&self, field: &str) -> Option<String> {
        let cell = &self.event[field];
        let place = self.teller.name(cell["near"].as_str()?);
        let km = cell["km"].as_f64().unwrap_or(0.0);
        Some(if km > NEAR_KM { format!("{km:.0} km from {place}") } else { place })
    }

    /// Two numbers of a list.
    fn two(&self, field: &str) -> Option<[String; 2]> {
        let at = |index: usize| self.event[field][index].as_f64().map(|value| thousands(value.max(0.0).round() as u64));
        Some([at(0)?, at(1)?])
    }

    fn sentence(&self) -> Option<String> {
        let kind = self.event["kind"].as_str()?;
        Some(match kind {
            "order_taken" => {
                let to = self.at("to").map_or(String::new(), |at| format!(" towards {at}"));
                format!("{} is ordered to {}{to}", self.name("formation")?, self.word("task")?)
            }
            "order_refused" => format!("{} does not obey the order to {}{}", self.name("formation")?, self.word("task")?, self.at("to").map_or(String::new(), |at| format!(" towards {at}"))),
            "entered" => format!("{} enters the theatre at {} with {} men", self.name("formation")?, self.at("cell")?, self.count("men")?),
            "landed" => format!("{} lands at {}", self.name("formation")?, self.at("cell")?),
            "engagement_began" => format!("fighting begins at {}, {} attacks", self.at("cell")?, self.name("attacker")?),
            "engagement_day" => {
                let ([men, of], [lost, fallen]) = (self.two("men")?, self.two("losses")?);
                let (at, attacker, day) = (self.at("cell")?, self.name("attacker")?, self.count("day")?);
                format!("day {day} of the fighting at {at}: {attacker} attacks with {men} men against {of}; {lost} and {fallen} are lost; {}", self.word("result")?)
            }
            "retreated" => format!("{} is driven from {} to {}, {} men straggle", self.name("formation")?, self.at("from")?, self.at("to")?, self.count("stragglers")?),
            "destroyed" => format!("{} is destroyed at {}: {} captured, {} escape", self.name("formation")?, self.at("cell")?, self.count("captured")?, self.count("escaped")?),
            "place_taken" => format!("{} falls to {}, taken by {}", self.name("place")?, self.name("by")?, self.name("formation")?),
            "sickness" => format!("{}: {} men fall sick on this day, {} come back", self.name("side")?, self.count("fell_sick")?, self.count("returned")?),
            "replaced" => format!("{} is given {} as replacements", self.name("formation")?, if self.event["men"] == 1 { "one man".to_owned() } else { self.count("men")? + " men" }),
            "human_cost" => {
                let victim = self.event["victim"]["victim"].as_str()?.replace('_', " ");
                format!("{}: {} people ({} to {}), {victim}, at {}", self.word("cause")?, self.count("people")?, self.count("low")?, self.count("high")?, self.at("cell")?)
            }
            "shortage" => format!(
                "{} is short of supply: asks for {:.2} days' worth, draws {:.2}",
                self.name("formation")?,
                self.event["why"]["asked_days"].as_f64()?,
                self.event["why"]["drawn_days"].as_f64()?
            ),
            "swept" => {
                let km = |field: &str| self.event[field].as_f64().map(|metres| metres / 1000.0);
                format!("the river is swept from km {:.1} to km {:.1} above its mouth, {} mines", km("from_m")?, km("to_m")?, self.count("mines")?)
            }
            _ => return self.of_system(kind),
        })
    }

    /// Events of systems: those that part runs most often.
    fn of_system(&self, kind: &str) -> Option<String> {
        let formation = || self.name("formation");
        Some(match (kind, self.event["what"].as_str()?) {
            ("flood", "breached") => format!("the dike is breached at {}, the river carries {} m³/s and {} of it will leave here", self.name("place")?, self.count("river_m3s")?, self.thousandths("share")?),
            ("flood", "closed") => format!("water closes the ground at {}", self.at("cell")?),
            ("flood", "opened") => format!("the ground at {} is dry enough again", self.at("cell")?),
            ("flood", "caught") => format!("water catches {} at {}, {} men lost", formation()?, self.at("from")?, self.count("men")?),
            ("air", "raid") => format!("air raid of {} on {} ({}), {} sorties", self.name("by")?, self.at("cell")?, self.word("aim")?, self.count("sorties")?),
            ("air", "support") => format!("aircraft of {} support the fighting at {}, {} sorties", self.name("by")?, self.at("cell")?, self.count("sorties")?),
            ("air", "rebased") => format!("aircraft of group {} move from {} to {}", self.word("group")?, self.at("from")?, self.at("to")?),
            ("air", "strength") => format!("{}: {} aircraft, {} of them fit, {} lost so far", self.name("side")?, self.count("aircraft")?, self.count("fit")?, self.count("lost")?),
            ("air", "battle") => format!("air battle over {}, {} attacks", self.at("cell")?, self.name("attacker")?),
            ("air", "dropped") => format!("{} kg are dropped to {} at {}, {} sorties", self.count("kilograms")?, formation()?, self.at("cell")?, self.count("sorties")?),
            ("river", "ship_hit") => {
                let end = if self.event["sunk"].as_bool()? { "sunk" } else { "hit" };
                format!("a ship of {} ({}) is {end} by {} at {}, {} men", self.name("side")?, self.word("ship")?, self.word("hit_by")?, self.at("cell")?, self.count("men")?)
            }
            ("landing", "approached") => format!("{} approaches the shore at {}, {} defenders", formation()?, self.at("cell")?, self.count("defenders")?),
            ("landing", "ashore") => format!("{} comes ashore at {} with {} men", formation()?, self.at("cell")?, self.count("men")?),
            ("rear", "line_cut") => {
                format!("a raid cuts the line of {} between {} and {}, {} of its capacity", self.name("side")?, self.at("from")?, self.at("to")?, self.thousandths("capacity_lost")?)
            }
            ("rear", "line_repaired") => format!("{} repairs the line between {} and {}", self.name("side")?, self.at("from")?, self.at("to")?),
            ("fortress", "duel") => {
                format!("{} ship guns against {} of the batteries at {}, which keep {:.0} % of their strength", self.count("ship_guns")?, self.count("battery_guns")?, self.name("place")?, self.event["strength"].as_f64()? / 100.0)
            }
            ("ring", "formed") => format!("a ring closes about {} men of {}, {} men around it", self.count("men")?, self.name("of")?, self.count("men_around")?),
            ("ring", "ended") => format!("the ring about troops of {} ends ({}) after {} days, {} men lost", self.name("of")?, self.word("end")?, self.count("days")?, self.count("lost")?),
            ("ring", "slipped") => format!("{} slips out of a ring at {}, {} men lost", formation()?, self.at("cell")?, self.count("lost")?),
            ("politics", "decided") => format!("{} decides to leave, reason: {}", self.name("side")?, self.word("reason")?),
            ("politics", "weighed") => format!("{} weighs whether holding on is worth its cost: balance {}, threshold {}", self.name("side")?, self.event["balance"].as_i64()?, self.event["threshold"].as_i64()?),
            ("economy", "account") => format!("{}: {} t of supply in stock, {} men called up", self.name("side")?, self.count("stock_tonnes")?, self.count("called_up")?),
            ("economy", "import_stopped") => format!("imports of {} through {} stop, {} t a day", self.name("side")?, self.name("place")?, self.count("tonnes_per_day")?),
            ("health", "week") => {
                format!("week of {}: malaria {}, dysentery {}, cholera {}, heat {} men; {} died", self.name("side")?, self.count("malaria")?, self.count("dysentery")?, self.count("cholera")?, self.count("heat")?, self.count("died")?)
            }
            ("weather", "mud") => format!("roads about {} turn to mud after {:.0} mm of rain", self.name("place")?, self.event["rain_dmm"].as_f64()? / 10.0),
            ("weather", "stage") => format!("stage of the river {} cm, {} cm in the mean of years", self.event["stage_cm"].as_i64()?, self.event["mean_cm"].as_i64()?),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Chronicle, History};
    use huizhan_lab::Run;

    /// Every event of a campaign, told: the common ones have sentences, and none shows an id of a cell or falls silent.
    #[test]
    fn events_of_a_campaign_are_told_with_names_and_without_cells() {
        let scenario = Scenario::embedded("wuhan1938").unwrap();
        let mut run = Run::new(&scenario, 3);
        let mut history = History::begin(&run, 3);
        for _ in 0..60 {
            history.play(&mut run);
        }
        let (teller, chronicle) = (Teller::new(&scenario), Chronicle::new(&scenario));
        let mut plain = 0;
        for event in &history.events {
            let event: Value = serde_json::from_str(&chronicle.line(event)).unwrap();
            let (text, _) = teller.tell(&event);
            assert!(!text.is_empty() && !text.contains("fffffff"), "{event} is told as `{text}`");
            plain += usize::from(Asked { teller: &teller, event: &event }.sentence().is_none());
        }
        assert!(plain * 20 < history.events.len(), "{plain} of {} events have no sentence", history.events.len());
    }

    #[test]
    fn a_sentence_has_names_units_and_a_reason() {
        let scenario = Scenario::embedded("wuhan1938").unwrap();
        let teller = Teller::new(&scenario);
        let event = serde_json::json!({"kind": "flood", "what": "breached", "place": "huayuankou", "river_m3s": 1278, "share": 767, "cell": {"near": "huayuankou", "km": 0.0}, "why": {}});
        assert_eq!(teller.tell(&event).0, "the dike is breached at Huayuankou, the river carries 1,278 m³/s and 77 % of it will leave here");
        let event = serde_json::json!({"kind": "order_taken", "formation": "jpn-div-106", "task": "advance", "to": {"near": "jiujiang", "km": 15.0}, "why": {"meaning": "the next objective of an operation"}});
        let (text, reason) = teller.tell(&event);
        assert!(text.ends_with("is ordered to advance towards 15 km from Jiujiang") && !text.contains("jpn-div-106"), "{text}");
        assert_eq!(reason, "the next objective of an operation");
    }
}
