//! The file.

use huizhan_base::{CellId, Date, Digest};
use huizhan_sim::{Motive, Order, Setting, Task};
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// First line of a replay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Always `huizhan-replay`.
    pub format: String,
    /// Version of the format: 1.
    pub version: u32,
    /// Version of the engine that played it.
    pub engine_version: String,
    /// Id of the scenario.
    pub scenario: String,
    /// Digest of the scenario's forces, map and numbers (hexadecimal).
    pub scenario_digest: String,
    /// The seed.
    pub seed: u64,
    /// What was set anew against the scenario's files, as `NAME=VALUE`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settings: Vec<String>,
}

/// One day of a replay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day played.
    pub date: Date,
    /// Digest of the state after it (hexadecimal).
    pub digest: String,
    /// Orders given on it.
    pub orders: Vec<Order>,
}

/// A replay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    /// What was played.
    pub header: Header,
    /// Day by day.
    pub days: Vec<Day>,
}

/// A line that is not part of a replay of this scenario.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct UnreadableReplay {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

#[derive(Serialize, Deserialize)]
struct DayLine {
    date: Date,
    digest: String,
    orders: Vec<OrderLine>,
}

#[derive(Serialize, Deserialize)]
struct OrderLine {
    formation: String,
    task: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    motive: Motive,
}

/// The name of a cell in files: its H3 index, or `box:` and the place of an off-map box.
#[must_use]
pub fn cell_name(setting: &Setting, cell: CellId) -> String {
    match setting.theatre.cells.h3.get(cell.index()) {
        Some(0) => {
            let place = setting.theatre.places.iter().find(|place| place.cell == cell);
            format!("box:{}", place.map_or("", |place| place.id.as_str()))
        }
        Some(h3) => format!("{h3:x}"),
        None => String::new(),
    }
}

fn cell_of(setting: &Setting, name: &str) -> Option<CellId> {
    match name.strip_prefix("box:") {
        Some(place) => setting.theatre.place(place).map(|place| setting.theatre.places[place.index()].cell),
        None => u64::from_str_radix(name, 16).ok().and_then(|h3| setting.theatre.cells.find(h3)),
    }
}

/// A digest of what a run does not change: two scenarios with one digest play alike.
#[must_use]
pub fn scenario_digest(setting: &Setting) -> Digest {
    let mut digest = Digest::new();
    let mut text = |text: &str| text.bytes().for_each(|byte| digest.add(u64::from(byte)));
    for force in &setting.forces {
        text(&force.id);
    }
    for key in huizhan_sim::Parameters::KEYS {
        digest.add(setting.parameters.get(key).unwrap_or(0.0).to_bits());
    }
    for force in &setting.forces {
        digest.add(u64::from(force.establishment) << 32 | u64::from(force.cell.0) << 16 | u64::from(force.sector.0));
        digest.add(force.entry.days() as u64 | u64::from(force.group) << 32 | u64::from(force.side.0) << 48);
        digest.add(force.class as u64 ^ u64::from(force.mobile) << 16 ^ u64::from(force.guns) << 24);
    }
    for (index, side) in setting.sides.iter().enumerate() {
        digest.add(index as u64);
        let [low, high] = side.command_delay_days;
        let numbers = [side.quality_edge, low, high, side.forage_kg, side.heat_recovery, side.surrender_per_day, side.parachute_officers];
        let all = numbers.iter().chain(&side.needs_kg).chain(&side.lift_men).chain(std::slice::from_ref(&side.supply_capacity)).chain(&side.sick_per_1000).chain(&side.recover_per_1000);
        all.for_each(|number| digest.add(number.to_bits()));
    }
    for (cell, costs) in setting.travel.foot.iter().enumerate() {
        let row = costs.iter().fold(0u64, |sum, cost| sum.wrapping_mul(65_599).wrapping_add(u64::from(*cost)));
        digest.add(row ^ u64::from(setting.control[cell]) << 60);
    }
    for source in &setting.sources {
        digest.add(source.tonnes_per_day.to_bits() ^ u64::from(source.place.0));
    }
    for flow in &setting.replacements {
        digest.add(flow.men_per_day.to_bits() ^ flow.from.days() as u64);
    }
    if let Some(river) = &setting.river {
        digest.add(u64::from(river.head_m));
        river.barriers.iter().for_each(|barrier| digest.add(u64::from(barrier.metres)));
    }
    let systems = [
        format!("{:?}", setting.factors),
        format!("{:?}", setting.air),
        format!("{:?}", setting.chemical),
        format!("{:?}", setting.economy),
        format!("{:?}", setting.evacuation),
        format!("{:?}", setting.flood),
        format!("{:?}", setting.fortress),
        format!("{:?}", setting.health),
        format!("{:?}", setting.politics),
        format!("{:?}", setting.rear),
        format!("{:?}", setting.staff),
        format!("{:?}", setting.weather),
    ];
    systems.iter().flat_map(|text| text.bytes()).for_each(|byte| digest.add(u64::from(byte)));
    digest.add(setting.start.days() as u64 | (setting.end.days() as u64) << 32);
    digest
}

impl Replay {
    /// The file's text.
    #[must_use]
    pub fn write(&self, setting: &Setting) -> String {
        let mut text = serde_json::to_string(&self.header).expect("a header is plain data");
        text.push('\n');
        for day in &self.days {
            let orders = day.orders.iter().map(|order| order_line(setting, *order)).collect();
            let line = DayLine { date: day.date, digest: day.digest.clone(), orders };
            let line = serde_json::to_string(&line).expect("a day is plain data");
            let _ = writeln!(text, "{line}");
        }
        text
    }

    /// Reads the header of a replay, to find its scenario.
    ///
    /// # Errors
    ///
    /// [`UnreadableReplay`] where the first line is no header of a known version.
    pub fn read_header(text: &str) -> Result<Header, UnreadableReplay> {
        let unreadable = |reason: String| UnreadableReplay { line: 1, reason };
        let first = text.lines().next().unwrap_or("");
        let header: Header = serde_json::from_str(first).map_err(|error| unreadable(format!("not a header of a replay: {error}")))?;
        if header.format != "huizhan-replay" || header.version != 1 {
            return Err(unreadable(format!("format `{}` version {} is unknown", header.format, header.version)));
        }
        Ok(header)
    }

    /// Reads a replay of a scenario.
    ///
    /// # Errors
    ///
    /// [`UnreadableReplay`] at the first line that cannot be read, or names what the scenario does not have.
    pub fn read(text: &str, setting: &Setting) -> Result<Self, UnreadableReplay> {
        let header = Self::read_header(text)?;
        let mut days = Vec::new();
        for (index, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty()) {
            let unreadable = |reason: String| UnreadableReplay { line: index + 1, reason };
            let day: DayLine = serde_json::from_str(line).map_err(|error| unreadable(error.to_string()))?;
            let orders = day.orders.iter().map(|order| read_order(setting, order).map_err(unreadable));
            days.push(Day { date: day.date, digest: day.digest.clone(), orders: orders.collect::<Result<_, _>>()? });
        }
        Ok(Self { header, days })
    }
}

fn order_line(setting: &Setting, order: Order) -> OrderLine {
    let task = match order.task {
        Task::Hold => "hold",
        Task::March { .. } => "march",
        Task::Advance { .. } => "advance",
        Task::Withdraw { .. } => "withdraw",
        Task::Land { .. } => "land",
    };
    OrderLine {
        formation: setting.forces[order.formation.index()].id.clone(),
        task: task.to_owned(),
        to: order.task.target().map(|cell| cell_name(setting, cell)),
        motive: order.motive,
    }
}

fn read_order(setting: &Setting, line: &OrderLine) -> Result<Order, String> {
    let formation = setting.force(&line.formation).ok_or_else(|| format!("no formation has the id `{}`", line.formation))?;
    let to = || {
        let name = line.to.as_deref().unwrap_or("");
        cell_of(setting, name).ok_or_else(|| format!("no cell has the name `{name}`"))
    };
    let task = match line.task.as_str() {
        "hold" => Task::Hold,
        "march" => Task::March { to: to()? },
        "advance" => Task::Advance { to: to()? },
        "withdraw" => Task::Withdraw { to: to()? },
        "land" => Task::Land { to: to()? },
        other => return Err(format!("`{other}` is not a task")),
    };
    Ok(Order { formation, task, motive: line.motive })
}
