//! Circumstances of a battle as numbers, and what each weighs where the campaign has no such circumstance.

use super::Battle;
use huizhan_base::{Diagnostics, Folder, Table};
use huizhan_sim::Parameters;
use huizhan_sim::law::{self, Conditions, Elsewhere, Sum};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Strength of a side of which neither its own nor the other's is known: the size the law is written for (men).
const MEN_UNKNOWN: f64 = 20_000.0;

/// A battle in the quantities of the law.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Circumstances {
    pub(super) men: [f64; 2],
    /// Whether the strength of a side is a guess.
    pub(super) guessed: bool,
    pub(super) days: Option<u32>,
    guns: [f64; 2],
    gun_ratio: f64,
    tanks: f64,
    air: f64,
    delay: f64,
    works: f64,
    rough: f64,
    wet: f64,
    river: f64,
    before_1920: f64,
    after_1945: f64,
    surprise: f64,
    no_way_out: f64,
    air_superiority: f64,
    armies: [Vec<String>; 2],
}

fn flag(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

impl Circumstances {
    pub(super) fn of(battle: &Battle) -> Self {
        let [a, d] = battle.men;
        let guess = a.or(d).unwrap_or(MEN_UNKNOWN);
        let men = [a.unwrap_or(guess), d.unwrap_or(guess)];
        // sorties are counted a day; where the days are unknown, as if of one
        let days = f64::from(battle.days.unwrap_or(1));
        // of means of which one side's number is unknown the ratio is unknown: the term is left out
        let density = |count: [Option<f64>; 2], days: f64| match count {
            [Some(a), Some(d)] => libm::log((1.0 + 1000.0 * a / men[0] / days) / (1.0 + 1000.0 * d / men[1] / days)),
            _ => 0.0,
        };
        let guns = match battle.guns {
            [Some(a), Some(d)] => [a, d],
            _ => [0.0; 2],
        };
        Self {
            men,
            guessed: a.is_none() || d.is_none(),
            days: battle.days,
            guns,
            gun_ratio: density(battle.guns, 1.0),
            tanks: density(battle.tanks, 1.0),
            air: density(battle.sorties, days),
            delay: flag(matches!(battle.posture.as_str(), "DL" | "WD")),
            works: flag(battle.posture == "FD"),
            rough: flag(battle.rough),
            wet: flag(battle.wet),
            river: flag(battle.river),
            before_1920: flag(battle.year.is_some_and(|year| year < 1920)),
            after_1945: flag(battle.year.is_some_and(|year| year > 1945)),
            surprise: battle.surprise,
            no_way_out: flag(battle.no_way_out),
            air_superiority: battle.air_superiority,
            armies: battle.armies.clone(),
        }
    }

    /// The circumstance that a term of the law or of [`Coefficients`] multiplies.
    pub(super) fn value(&self, name: &str) -> f64 {
        match name {
            "constant" => 1.0,
            "ratio" => libm::log(self.men[0] / self.men[1]),
            // the law takes sigma times size off: small forces lose faster
            "smallness" => -law::size(self.men[0], self.men[1]),
            "ln_days" => libm::log(f64::from(self.days.unwrap_or(1))),
            "delay" => self.delay,
            "works" => self.works,
            "rough" => self.rough,
            "wet" => self.wet,
            "river" => self.river,
            "before_1920" => self.before_1920,
            "after_1945" => self.after_1945,
            "surprise" => self.surprise,
            "no_way_out" => self.no_way_out,
            "air" => self.air,
            "tanks" => self.tanks,
            "guns" => self.gun_ratio,
            "air_superiority" => self.air_superiority,
            other => unreachable!("no circumstance is called {other}"),
        }
    }

    /// How much of each side an army is: shares of 1, a state an army.
    pub(super) fn army(&self, name: &str) -> [f64; 2] {
        [0, 1].map(|side: usize| {
            let states = &self.armies[side];
            states.iter().filter(|state| *state == name).count() as f64 / states.len().max(1) as f64
        })
    }

    /// All armies of the battle, each once.
    pub(super) fn armies(&self) -> Vec<&String> {
        let mut armies: Vec<&String> = self.armies.iter().flatten().collect();
        armies.sort();
        armies.dedup();
        armies
    }

    /// One side as the law sums it: all men exposed, rested and supplied; guns are lost with the men.
    pub(super) fn sum(&self, side: usize, men: f64) -> Sum {
        Sum { men, power: men, quality: 0.0, guns: self.guns[side] * men / self.men[side] }
    }
}

/// What is added where, for each of the three groups: intensity, advantage, outcome.
pub(super) const GROUPS: [(&str, &[&str]); 3] = [
    ("intensity", &["constant", "wet", "river", "before_1920", "after_1945", "surprise"]),
    ("advantage", &["tanks", "guns"]),
    ("outcome", &["constant", "rough", "river", "surprise", "air", "tanks", "air_superiority", "no_way_out"]),
];

/// Factors on the spread of ln casualties, attacker and defender, and the spread of a strength that is unknown.
const SPREADS: [&str; 3] = ["spread.attacker", "spread.defender", "spread.strength_unknown"];

/// Numbers that only battles elsewhere need: `data/engagements/coefficients.csv`.
///
/// Keys are `GROUP.TERM` and `GROUP.army.STATE`, group one of intensity, advantage and outcome; an army without a
/// number is an average one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Coefficients {
    numbers: BTreeMap<String, f64>,
}

impl Coefficients {
    /// The shipped numbers.
    ///
    /// # Errors
    ///
    /// What is wrong with the table.
    pub fn shipped() -> Result<Self, Diagnostics> {
        Self::parse("data/engagements/coefficients.csv", include_bytes!("../../../../data/engagements/coefficients.csv"))
    }

    /// Reads a table with the columns key, value, low, high, unit, source, note.
    ///
    /// # Errors
    ///
    /// A key that is unknown, missing or stands twice, or a value that is no number or not within its range.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, Diagnostics> {
        let mut faults = Diagnostics::default();
        let folder = Folder::Over(Box::new(Folder::Embedded(Vec::new())), vec![(file.to_owned(), Arc::from(bytes))]);
        let table = Table::read(&folder, file, &mut faults);
        let [key, value, low, high, source] = ["key", "value", "low", "high", "source"].map(|name| table.column(name, &mut faults));
        let mut numbers = BTreeMap::new();
        for row in table.rows() {
            let name = row.required(key, &mut faults);
            row.required(source, &mut faults);
            let number = [value, low, high].map(|column| row.number(column, &(-1e6..=1e6), &mut faults));
            let [Some(number), Some(low), Some(high)] = number else { continue };
            if !(low <= number && number <= high) {
                row.report(value, format!("{number} is not within {low} and {high}"), "correct the value or its range", &mut faults);
            }
            let army = GROUPS.iter().any(|(group, _)| name.strip_prefix(group).is_some_and(|rest| rest.starts_with(".army.")));
            if !army && !Self::terms().any(|held| held == name) {
                row.report(key, format!("`{name}` is no term of the law"), "see docs/model/engagement.md for the keys", &mut faults);
            }
            if numbers.insert(name.to_owned(), number).is_some() {
                row.report(key, format!("`{name}` stands twice"), "", &mut faults);
            }
        }
        for name in Self::terms().filter(|name| !numbers.contains_key(name)) {
            faults.push(file, 0, &name, "is missing", "every term needs a row");
        }
        if faults.is_empty() { Ok(Self { numbers }) } else { Err(faults) }
    }

    /// Keys of all numbers but those of armies.
    fn terms() -> impl Iterator<Item = String> {
        let terms = GROUPS.iter().flat_map(|(group, terms)| terms.iter().map(move |term| format!("{group}.{term}")));
        terms.chain(SPREADS.iter().map(|name| (*name).to_owned()))
    }

    /// The number of a key; 0 where there is none.
    #[must_use]
    pub fn get(&self, key: &str) -> f64 {
        self.numbers.get(key).copied().unwrap_or(0.0)
    }

    /// Sets the number of a key.
    pub(super) fn set(&mut self, key: String, value: f64) {
        self.numbers.insert(key, value);
    }

    /// Keys and numbers, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, f64)> {
        self.numbers.iter().map(|(key, value)| (key.as_str(), *value))
    }

    /// The terms of one group for a battle, added up.
    fn group(&self, at: usize, circumstances: &Circumstances) -> f64 {
        let (group, terms) = GROUPS[at];
        let plain: f64 = terms.iter().map(|term| self.get(&format!("{group}.{term}")) * circumstances.value(term)).sum();
        let army = |name: &String| self.get(&format!("{group}.army.{name}")) * signed(at, circumstances.army(name));
        plain + circumstances.armies().into_iter().map(army).sum::<f64>()
    }

    /// The conditions of a battle, in the places that the law of the campaign has for them, and the rest beside.
    pub(super) fn conditions(&self, p: &Parameters, circumstances: &Circumstances) -> Conditions {
        let of = |name: &str| circumstances.value(name);
        let sums = [0, 1].map(|side| circumstances.sum(side, circumstances.men[side]));
        Conditions {
            // the intensity of the campaign's own theatre is not that of other wars
            intensity: [
                0.0,
                p.combat_intensity_delay * of("delay"),
                p.combat_intensity_rough * of("rough"),
                p.combat_intensity_no_way_out * of("no_way_out"),
            ],
            advantage: [
                0.0,
                law::artillery(p, sums[0], sums[1]),
                0.0,
                p.combat_advantage_delay * of("delay"),
                p.combat_advantage_no_way_out * of("no_way_out"),
                p.combat_advantage_air * of("air"),
                p.combat_advantage_surprise * of("surprise"),
                0.0,
            ],
            delay: of("delay"),
            rough: of("rough"),
            works: of("works"),
            crossing: of("river"),
            elsewhere: Elsewhere {
                intensity: self.group(0, circumstances),
                advantage: self.group(1, circumstances),
                outcome: self.group(2, circumstances),
            },
        }
    }
}

/// What an army counts in a group: both sides together in intensity, attacker less defender elsewhere.
pub(super) fn signed(group: usize, [attacker, defender]: [f64; 2]) -> f64 {
    if group == 0 { attacker + defender } else { attacker - defender }
}
