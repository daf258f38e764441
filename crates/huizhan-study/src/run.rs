//! Playing a study: points to tasks, tasks to chunks, chunks to files.

use crate::CHUNK;
use crate::file::{Factor, MANY, MOST_POINTS, Point, Study};
use crate::measure::Measure;
use crate::rows::{CaptureRow, DailyRow, LossRow, Meta, Replicated};
use crate::store::{Results, StoreError};
use huizhan_base::{Diagnostics, Digest};
use huizhan_lab::{Posterior, replicate_watched};
use huizhan_replay::scenario_digest;
use huizhan_scenario::{Adjustment, Invalid, Scenario};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// A study that was found sound: every point of it can be played.
#[derive(Debug)]
pub struct Prepared {
    /// The study.
    pub study: Study,
    /// What its files will say of it.
    pub meta: Meta,
    /// Its points.
    pub points: Vec<Point>,
    /// The scenario without anything set.
    pub base: Scenario,
    measures: Vec<Measure>,
    posterior: Option<Posterior>,
}

/// Part of a study: `index` of `of`, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Which, from 1.
    pub index: u64,
    /// Of how many.
    pub of: u64,
}

impl std::str::FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/').and_then(|(index, of)| Some((index.parse().ok()?, of.parse().ok()?)));
        let (index, of): (u64, u64) = parts.ok_or("write I/N, as in 2/8")?;
        if !(1..=of).contains(&index) {
            return Err(format!("{index} is not within 1 and {of}"));
        }
        Ok(Self { index, of })
    }
}

/// Whether a study is of a size that can be played: else the key at fault, what is wrong and what to do.
fn sized(study: &Study, yes: bool) -> Result<(), (&'static str, String, &'static str)> {
    let count = study.point_count().filter(|count| *count <= MOST_POINTS);
    let Some(count) = count else {
        return Err(("design", format!("has more than {MOST_POINTS} points"), "fewer factors, levels or points, or a Latin hypercube for a factorial"));
    };
    let tasks = count * u64::from(study.replications);
    if tasks > MANY && !yes {
        let message = format!("{count} points of {} replications are {tasks} runs", study.replications);
        return Err(("replications", message, "ask for fewer, or say --yes"));
    }
    Ok(())
}

fn measures(study: &Study, base: &Scenario, file: &str, diagnostics: &mut Diagnostics) -> Vec<Measure> {
    if study.measures.is_empty() {
        diagnostics.push(file, 0, "measures", "is empty: nothing would be measured", "name measures");
    }
    for (at, name) in study.measures.iter().enumerate() {
        if study.measures[..at].contains(name) {
            diagnostics.push(file, 0, "measures", format!("`{name}` is there twice"), "name each measure once");
        }
    }
    study.measures.iter().filter_map(|name| Measure::parse(name, base, file, diagnostics)).collect()
}

/// Tries each level and each end of a range alone, so that one fault is told once and not at every point that has it.
fn try_levels(study: &Study, base: &Scenario, file: &str, diagnostics: &mut Diagnostics) {
    let settings: Vec<Adjustment> = study.factors.iter().flat_map(Factor::alone).collect();
    let tried: Vec<Option<Invalid>> = settings.par_iter().map(|setting| base.adjusted(std::slice::from_ref(setting)).err()).collect();
    let mut told = BTreeSet::new();
    for (setting, invalid) in settings.iter().zip(&tried) {
        let faults = invalid.iter().flat_map(|invalid| invalid.diagnostics.list());
        // a name that is none is the same fault at every level
        for fault in faults.filter(|fault| told.insert((&setting.name, &fault.message))) {
            diagnostics.push(file, 0, &setting.name, format!("level {}: {}", setting.value, fault.message), fault.fix.clone());
        }
    }
}

fn try_points(points: &[Point], base: &Scenario, file: &str, diagnostics: &mut Diagnostics) {
    let tried: Vec<Option<Invalid>> = points.par_iter().map(|point| base.adjusted(&point.settings).err()).collect();
    for (at, invalid) in tried.into_iter().enumerate() {
        for fault in invalid.iter().flat_map(|invalid| invalid.diagnostics.list()) {
            let message = format!("point {at}, {}: {}: {}", points[at].label, fault.field, fault.message);
            diagnostics.push(file, 0, "level", message, fault.fix.clone());
        }
    }
}

impl Prepared {
    /// Reads a study and tries every point of it.
    ///
    /// * `replications`: seeds a point, where the command line asks for other than the file's
    /// * `yes`: play even more than [`MANY`] runs
    ///
    /// # Errors
    ///
    /// [`Invalid`] with every fault of the file and of every level.
    pub fn new(file: &str, text: &str, replications: Option<u32>, posterior: Option<Posterior>, yes: bool) -> Result<Self, Invalid> {
        let mut diagnostics = Diagnostics::default();
        let Some(mut study) = Study::parse(file, text, &mut diagnostics) else { return Err(Invalid { diagnostics }) };
        study.replications = replications.unwrap_or(study.replications);
        if let Err((field, message, fix)) = sized(&study, yes) {
            // what is too large is not even made
            diagnostics.push(file, 0, field, message, fix);
            return Err(Invalid { diagnostics });
        }
        let points = study.points(file, &mut diagnostics);
        let base = match Scenario::open(&study.scenario) {
            Ok(base) => base,
            Err(mut invalid) => {
                invalid.diagnostics.push(file, 0, "scenario", format!("`{}` cannot be opened", study.scenario), "");
                return Err(invalid);
            }
        };
        let tasks = points.len() as u64 * u64::from(study.replications);
        let measures = measures(&study, &base, file, &mut diagnostics);
        try_levels(&study, &base, file, &mut diagnostics);
        if diagnostics.is_empty() {
            // each level is sound alone: what is left are levels that do not go together
            try_points(&points, &base, file, &mut diagnostics);
        }
        if let Some(Err(invalid)) = posterior.as_ref().map(|posterior| posterior.try_on(&base)) {
            for fault in invalid.diagnostics.list() {
                diagnostics.push("--posterior", 0, &fault.field, fault.message.clone(), fault.fix.clone());
            }
        }
        if !diagnostics.is_empty() {
            return Err(Invalid { diagnostics });
        }
        let mut digest = Digest::new();
        let posterior_text = posterior.as_ref().map(Posterior::text).unwrap_or_default();
        // the digest of a replay covers what orders act upon; a study plays the staff's plans as well, and compares with captures
        let scenario = format!("{}\n{:?}\n{:?}", scenario_digest(&base.setting), base.plans, base.captures);
        let said = format!("{text}\n{}\n{posterior_text}\n{scenario}", study.replications);
        said.bytes().for_each(|byte| digest.add(u64::from(byte)));
        let meta = Meta {
            study: text.to_owned(),
            study_digest: digest.to_string(),
            engine_version: env!("CARGO_PKG_VERSION").to_owned(),
            tasks,
            measures: study.measures.clone(),
        };
        Ok(Self { study, meta, points, base, measures, posterior })
    }

    /// How many chunks the study has.
    #[must_use]
    pub fn chunks(&self) -> u64 {
        self.meta.tasks.div_ceil(CHUNK)
    }

    /// Plays a chunk; the rows follow from the study and the chunk's number alone.
    #[must_use]
    pub fn chunk(&self, chunk: u64, done: &(dyn Fn() + Sync)) -> Vec<Replicated> {
        let tasks = chunk * CHUNK..((chunk + 1) * CHUNK).min(self.meta.tasks);
        let mut scenario: Option<(u32, Scenario)> = None;
        tasks
            .map(|task| {
                let point = (task / u64::from(self.study.replications)) as u32;
                let replication = (task % u64::from(self.study.replications)) as u32;
                if scenario.as_ref().is_none_or(|(of, _)| *of != point) {
                    // every point was tried when the study was read
                    let adjusted = self.base.adjusted(&self.points[point as usize].settings).expect("a point that was tried before");
                    scenario = Some((point, adjusted));
                }
                let (_, held) = scenario.as_ref().expect("set above");
                let row = match &self.posterior {
                    None => self.replicated(held, point, replication),
                    Some(posterior) => {
                        let drawn = posterior.scenario(held, u64::from(replication)).expect("a posterior that was tried before");
                        self.replicated(&drawn, point, replication)
                    }
                };
                done();
                row
            })
            .collect()
    }

    fn replicated(&self, scenario: &Scenario, point: u32, replication: u32) -> Replicated {
        let setting = &scenario.setting;
        let seed = u64::from(replication);
        let mut daily = Vec::new();
        let mut human = huizhan_sim::HumanCost::default();
        let measures = replicate_watched(scenario, seed, None, &mut |run| {
            if self.study.daily {
                let totals = run.totals();
                for (at, side) in setting.sides.iter().enumerate() {
                    let losses = totals.losses[at];
                    daily.push(DailyRow {
                        date: totals.date,
                        side: side.id.clone(),
                        strength: totals.strength[at],
                        killed_wounded: losses.killed_wounded,
                        missing_captured: losses.missing_captured,
                        sick: losses.sick,
                    });
                }
            }
            if run.is_over() {
                human = run.world.human;
            }
        });
        let captures = scenario.captures.iter().zip(&measures.captured).map(|(capture, day)| CaptureRow {
            event: capture.event.clone(),
            place: setting.theatre.places[capture.place.index()].id.clone(),
            by: setting.sides[capture.by.index()].id.clone(),
            documented: capture.day(),
            day: *day,
        });
        let losses = setting.forces.iter().zip(&measures.formation_losses).filter(|(_, lost)| **lost > 0).map(|(force, lost)| LossRow {
            side: setting.sides[force.side.index()].id.clone(),
            formation: force.id.clone(),
            lost: *lost,
        });
        Replicated {
            point,
            replication,
            seed,
            digest: measures.digest.to_string(),
            label: self.points[point as usize].label.clone(),
            settings: self.points[point as usize].text(),
            measures: self.measures.iter().map(|measure| measure.of(scenario, &measures, &human)).collect(),
            captures: captures.collect(),
            losses: losses.collect(),
            daily,
        }
    }

    /// Plays the chunks of a shard that are not yet in the results and writes each; threads are those of the pool it is called in.
    ///
    /// * `skip`: chunks that are finished
    /// * `done`: called after each run
    ///
    /// # Errors
    ///
    /// [`StoreError`] where a chunk cannot be written; those that were stay.
    pub fn play(&self, out: &Results, shard: Shard, skip: &BTreeSet<u64>, done: &(dyn Fn() + Sync)) -> Result<(), StoreError> {
        let mine: Vec<u64> = self.mine(shard).filter(|chunk| !skip.contains(chunk)).collect();
        mine.into_par_iter().with_max_len(1).try_for_each(|chunk| out.write_chunk(&self.meta, chunk, &self.chunk(chunk, done)))
    }

    /// The chunks of a shard.
    pub fn mine(&self, shard: Shard) -> impl Iterator<Item = u64> {
        (0..self.chunks()).filter(move |chunk| chunk % shard.of == shard.index - 1)
    }

    /// How many tasks a chunk has.
    #[must_use]
    pub fn tasks_of(&self, chunk: u64) -> u64 {
        ((chunk + 1) * CHUNK).min(self.meta.tasks) - chunk * CHUNK
    }

    /// All rows, played in memory: for studies too small to be worth files.
    #[must_use]
    pub fn play_in_memory(&self, done: &(dyn Fn() + Sync)) -> Vec<Replicated> {
        let chunks: Vec<Vec<Replicated>> = (0..self.chunks()).collect::<Vec<u64>>().into_par_iter().with_max_len(1).map(|chunk| self.chunk(chunk, done)).collect();
        chunks.into_iter().flatten().collect()
    }
}
