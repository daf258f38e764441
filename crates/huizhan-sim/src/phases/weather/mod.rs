//! Weather and river stage of the day, from climatology. `docs/model/weather.md`.
//!
//! Each zone of climate has a station. Rain is a two-state chain, temperature and stage are series with memory; all of them
//! are drawn by day and zone and read nothing that commanders, troops or other systems do, so the weather of a day is the
//! same under one seed whatever else changes.

pub mod law;
#[cfg(test)]
mod tests;

use crate::World;
use crate::event::EventKind;
use huizhan_base::{CellId, Date, Digest, Draw, Draws, PlaceId};
use serde::Serialize;

/// What a run does not change.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// Zones of climate, sorted by the id of their station; none where the record has no climate.
    pub zones: Vec<Zone>,
    /// The zone of each cell.
    pub zone_of_cell: Vec<u8>,
    /// Stage of the great river by month, where the record has it.
    pub stage: Option<Stage>,
    /// What each step from a cell runs over, `[cell][direction]`.
    pub footing: Vec<[Footing; 6]>,
}

/// Normals of a zone by month, January first.
#[derive(Debug, Clone)]
pub struct Zone {
    /// Where its station is.
    pub place: PlaceId,
    /// Mean temperature (degrees Celsius).
    pub temperature_c: [f64; 12],
    /// Spread of the mean of a day about it (degrees).
    pub spread_c: [f64; 12],
    /// Share of days with rain (0-1).
    pub wet_share: [f64; 12],
    /// Rain of a wet day (millimetres).
    pub wet_day_mm: [f64; 12],
}

/// Stage of the great river by month, January first.
#[derive(Debug, Clone)]
pub struct Stage {
    /// Mean against the mean of the year (centimetres).
    pub mean_cm: [f64; 12],
    /// Spread between years (centimetres).
    pub spread_cm: [f64; 12],
}

/// What a step from cell to cell runs over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Footing {
    /// A motor road.
    Road = 0,
    /// Dirt road, track or open country.
    #[default]
    Soft = 1,
    /// Open country, half of it marsh.
    HalfMarsh = 2,
    /// Marsh.
    Marsh = 3,
}

/// What changes.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// The weather of each zone.
    pub zones: Vec<ZoneState>,
    /// Departure of the water that comes down from the basin (thousandths of its spread).
    pub inflow_anomaly: i32,
    /// Departure of the stage, which follows it through lakes and channel (thousandths of its spread).
    pub stage_anomaly: i32,
    /// Stage of the great river against the mean of the year (centimetres).
    pub stage_cm: i32,
    /// The stage last told (centimetres).
    pub stage_told_cm: i32,
    /// The last day that was drawn.
    pub drawn: Option<Date>,
}

/// The weather of a zone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ZoneState {
    /// Whether rain was drawn.
    pub wet: bool,
    /// Departure of the temperature (thousandths of its spread), rain left aside.
    pub warmth: i32,
    /// Mean temperature of the day (tenths of a degree Celsius).
    pub temperature_dc: i32,
    /// Rain (tenths of a millimetre).
    pub rain_dmm: u32,
    /// How wet the day is (thousandths): 0 or 1,000, between them where departures are scaled down.
    pub wetness: u32,
    /// Water in the upper ground (tenths of a millimetre).
    pub ground_dmm: u32,
    /// Whether the ground was last told to be soft.
    pub soft: bool,
}

impl State {
    /// The state before the first day: the season.
    pub(crate) fn new(setting: &crate::Setting) -> Self {
        let start = setting.start;
        let of_season = |zone: &Zone| ZoneState {
            temperature_dc: (10.0 * law::of_day(&zone.temperature_c, start)) as i32,
            ..ZoneState::default()
        };
        let stage_cm = setting.weather.stage.as_ref().map_or(0, |stage| law::of_day(&stage.mean_cm, start) as i32);
        Self { zones: setting.weather.zones.iter().map(of_season).collect(), stage_cm, ..Self::default() }
    }

    /// Adds what decides the future.
    pub(crate) fn digest(&self, digest: &mut Digest) {
        let Some(drawn) = self.drawn else { return };
        digest.add(drawn.days() as u64 | u64::from(self.inflow_anomaly as u32) << 32);
        digest.add(u64::from(self.stage_anomaly as u32));
        digest.add(u64::from(self.stage_cm as u32) | u64::from(self.stage_told_cm as u32) << 32);
        for zone in &self.zones {
            digest.add(u64::from(zone.wet) | u64::from(zone.soft) << 1 | u64::from(zone.warmth as u32) << 8);
            digest.add(u64::from(zone.ground_dmm) | u64::from(zone.rain_dmm) << 16 | u64::from(zone.wetness) << 32);
            digest.add(u64::from(zone.temperature_dc as u32));
        }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are named after what they hold; units are in docs/model/weather.md")]
pub enum Event {
    /// The ground of a zone, told by its station, turned soft: rain of the day and water in the ground (tenths of a
    /// millimetre), and what a march on soft ground now costs (thousandths of its cost on dry ground).
    Mud { place: PlaceId, rain_dmm: u32, ground_dmm: u32, march: u32 },
    /// It is firm again.
    Firm { place: PlaceId, rain_dmm: u32, ground_dmm: u32 },
    /// Stage of the great river once a week: today's, the season's mean and the change since last told (centimetres).
    Stage { stage_cm: i32, mean_cm: i32, change_cm: i32 },
}

/// Days before the first on which the weather is drawn too, so that ground, spells and stage have a past.
const BEFORE: i32 = 90;

/// Stage at which no ship's draught binds (centimetres).
pub const HIGH_CM: i32 = 1000;

/// The key of draws common to all zones.
const COMMON: u32 = 1 << 16;

/// One day.
pub(crate) fn day(setting: &crate::Setting, world: &mut World, seed: Draws, events: &mut Vec<crate::Event>) {
    if setting.weather.zones.is_empty() && setting.weather.stage.is_none() {
        return;
    }
    if world.weather.drawn.is_none() {
        for back in (1..=BEFORE).rev() {
            draw(setting, &mut world.weather, seed, world.date + -back);
        }
        world.weather.stage_told_cm = world.weather.stage_cm;
        for zone in &mut world.weather.zones {
            zone.soft = is_soft(setting, zone.ground_dmm, false);
        }
    }
    draw(setting, &mut world.weather, seed, world.date);
    tell(setting, world, events);
}

/// Draws the weather of a date.
fn draw(setting: &crate::Setting, state: &mut State, seed: Draws, date: Date) {
    let p = &setting.parameters;
    let scale = setting.factors.weather;
    let draws = seed.at(date);
    let (rain_common, warm_common) = draws.normal_pair(Draw::Weather, COMMON);
    let gamma = law::weibull_mean(p.weather_rain_skew);
    let shared = libm::sqrt(p.weather_zones_alike);
    let own = libm::sqrt(1.0 - p.weather_zones_alike);
    for (index, (zone, state)) in setting.weather.zones.iter().zip(&mut state.zones).enumerate() {
        let id = index as u32;
        let (rain, warm) = draws.normal_pair(Draw::Weather, id);
        let share = law::of_day(&zone.wet_share, date);
        state.wet = law::below(shared * rain_common + own * rain) < law::wet_chance(share, p.weather_rain_memory, state.wet);
        let warmth = law::next(f64::from(state.warmth) / 1000.0, p.weather_warmth_memory, shared * warm_common + own * warm);
        state.warmth = libm::round(1000.0 * warmth) as i32;
        let wet = f64::from(u8::from(state.wet));
        let mean_mm = law::of_day(&zone.wet_day_mm, date);
        let rain_mm = if state.wet { mean_mm * law::shower(p.weather_rain_skew, gamma, draws.uniform(Draw::Rain, id)) } else { 0.0 };
        // departures from the mean of the season are scaled, the season is not
        let rain_mm = (share * mean_mm + scale * (rain_mm - share * mean_mm)).max(0.0);
        let cooled = warmth * law::of_day(&zone.spread_c, date) - p.weather_rain_cools_c * (wet - share);
        let temperature = law::of_day(&zone.temperature_c, date) + scale * cooled;
        let dries = p.weather_drying_mm * temperature.max(0.0);
        let ground = law::ground_mm(f64::from(state.ground_dmm) / 10.0, rain_mm, dries, p.weather_ground_mm);
        state.temperature_dc = libm::round(10.0 * temperature) as i32;
        state.rain_dmm = libm::round(10.0 * rain_mm) as u32;
        state.wetness = (1000.0 * (share + scale * (wet - share)).clamp(0.0, 1.0)) as u32;
        state.ground_dmm = libm::round(10.0 * ground) as u32;
    }
    if let Some(stage) = &setting.weather.stage {
        // what is common to the zones and draws them below the threshold of rain lets the river rise
        let tied = p.weather_stage_rain;
        let change = libm::sqrt(1.0 - tied * tied) * draws.normal(Draw::Stage, 0) - tied * rain_common;
        let memory = libm::exp(-1.0 / p.weather_stage_days);
        let inflow = law::next(f64::from(state.inflow_anomaly) / 1000.0, memory, change);
        let level = law::routed(f64::from(state.stage_anomaly) / 1000.0, inflow, memory, p.weather_routing_days);
        state.inflow_anomaly = libm::round(1000.0 * inflow) as i32;
        state.stage_anomaly = libm::round(1000.0 * level) as i32;
        let anomaly = f64::from(state.stage_anomaly) / 1000.0 * law::of_day(&stage.spread_cm, date);
        state.stage_cm = libm::round(law::of_day(&stage.mean_cm, date) + scale * anomaly) as i32;
    }
    state.drawn = Some(date);
}

/// Tells what changed for troops: ground that turned, and the stage of the week.
fn tell(setting: &crate::Setting, world: &mut World, events: &mut Vec<crate::Event>) {
    let date = world.date;
    let mut push = |event| events.push(crate::Event { date, kind: EventKind::Weather(event) });
    for (zone, state) in setting.weather.zones.iter().zip(&mut world.weather.zones) {
        let soft = is_soft(setting, state.ground_dmm, state.soft);
        if soft == state.soft {
            continue;
        }
        state.soft = soft;
        let (place, rain_dmm, ground_dmm) = (zone.place, state.rain_dmm, state.ground_dmm);
        push(if soft {
            Event::Mud { place, rain_dmm, ground_dmm, march: (1000.0 * on_soft_ground(setting, state)) as u32 }
        } else {
            Event::Firm { place, rain_dmm, ground_dmm }
        });
    }
    if let Some(stage) = &setting.weather.stage
        && (date - setting.start) % 7 == 0
    {
        let (stage_cm, mean_cm) = (world.weather.stage_cm, law::of_day(&stage.mean_cm, date) as i32);
        let change_cm = stage_cm - world.weather.stage_told_cm;
        push(Event::Stage { stage_cm, mean_cm, change_cm });
        world.weather.stage_told_cm = stage_cm;
    }
}

/// Soft from half the depth of mud on, firm again below a quarter: a shower does not tell the same news every other day.
fn is_soft(setting: &crate::Setting, ground_dmm: u32, was: bool) -> bool {
    mud(setting, ground_dmm) > if was { 0.25 } else { 0.5 }
}

fn mud(setting: &crate::Setting, ground_dmm: u32) -> f64 {
    let p = &setting.parameters;
    law::mud(f64::from(ground_dmm) / 10.0, p.weather_firm_mm, p.weather_ground_mm)
}

fn on_soft_ground(setting: &crate::Setting, zone: &ZoneState) -> f64 {
    1.0 + setting.parameters.weather_mud_march * mud(setting, zone.ground_dmm)
}

/// The zone of a cell; 0 where the record has no climate.
#[must_use]
#[inline]
pub fn zone_of(setting: &crate::Setting, cell: CellId) -> usize {
    setting.weather.zone_of_cell.get(cell.index()).map_or(0, |zone| usize::from(*zone))
}

/// The weather of a cell's zone; none where the record has no climate.
#[must_use]
pub fn zone<'a>(setting: &crate::Setting, world: &'a World, cell: CellId) -> Option<&'a ZoneState> {
    let zone = *setting.weather.zone_of_cell.get(cell.index())?;
    world.weather.zones.get(usize::from(zone))
}

/// Factor on the cost of a march in a cell today, on dirt roads, tracks and open country: 1 on dry ground.
#[must_use]
pub fn march(setting: &crate::Setting, world: &World, cell: CellId) -> f64 {
    zone(setting, world, cell).map_or(1.0, |zone| on_soft_ground(setting, zone))
}

/// Factor on the cost of a step on foot from a cell: mud by what it runs over, and marsh that falls dry at low water.
#[must_use]
pub fn footing(setting: &crate::Setting, world: &World, cell: CellId, direction: usize) -> f64 {
    let Some(row) = setting.weather.footing.get(cell.index()) else { return 1.0 };
    let p = &setting.parameters;
    let mud = march(setting, world, cell);
    let marsh = |share: f64| {
        let wet = law::under_water(f64::from(world.weather.stage_cm), p.weather_marsh_dry_cm, p.weather_marsh_full_cm);
        let cost = |under: f64| p.march_plain + share * under * (p.march_marsh - p.march_plain);
        if setting.weather.stage.is_some() { cost(wet) / cost(1.0) } else { 1.0 }
    };
    match row[direction] {
        Footing::Road => 1.0 + p.weather_mud_road * (mud - 1.0),
        Footing::Soft => mud,
        Footing::HalfMarsh => mud * marsh(0.5),
        Footing::Marsh => mud * marsh(1.0),
    }
}

/// Stage of the great river today against the mean of the year (centimetres): so high that draught never binds where the
/// factor is off or the record has no stage.
#[must_use]
pub fn stage_cm(setting: &crate::Setting, world: &World) -> i32 {
    if setting.factors.river_stage == 0.0 || setting.weather.stage.is_none() { HIGH_CM } else { world.weather.stage_cm }
}

/// Share of a day on which aircraft can fly over a cell today (0-1).
#[must_use]
pub fn flying(setting: &crate::Setting, world: &World, cell: CellId) -> f64 {
    let lost = setting.parameters.weather_flying_lost;
    zone(setting, world, cell).map_or(1.0, |zone| 1.0 - lost * f64::from(zone.wetness) / 1000.0)
}

/// Mean temperature of the day in a cell (degrees Celsius), where the record has a climate.
#[must_use]
pub fn temperature_c(setting: &crate::Setting, world: &World, cell: CellId) -> Option<f64> {
    zone(setting, world, cell).map(|zone| f64::from(zone.temperature_dc) / 10.0)
}
