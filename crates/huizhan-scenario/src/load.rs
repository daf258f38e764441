//! Puts a scenario together from its folders, and reports everything that is wrong at once.

use crate::manifest::{self, Manifest};
use crate::adjust::{self, Adjustment};
use crate::parameters::Settable;
use crate::{Capture, Scenario, edit, embedded, forces, parameters, plans, systems};
use huizhan_base::{Date, Diagnostics, Folder, Names, SideId};
use huizhan_record::{Record, ScoreUse};
use huizhan_sim::{Factors, Setting, Side, Travel};
use huizhan_theatre::Theatre;
use std::path::Path;
use std::sync::Arc;

/// A scenario that cannot be run: everything that is wrong with it.
#[derive(Debug, Clone)]
pub struct Invalid {
    /// The faults, in the order found.
    pub diagnostics: Diagnostics,
}

impl std::fmt::Display for Invalid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.diagnostics.fmt(f)
    }
}

impl std::error::Error for Invalid {}

impl Scenario {
    /// The embedded scenario of a name.
    ///
    /// # Errors
    ///
    /// [`Invalid`] where there is none of that name, or its data are faulty.
    pub fn embedded(name: &str) -> Result<Self, Invalid> {
        Self::embedded_with(name, &[])
    }

    /// The embedded scenario of a name with factors, numbers of the model or numbers of a side set anew.
    ///
    /// # Errors
    ///
    /// [`Invalid`] where there is none of that name, or its data or the adjustments are faulty.
    pub fn embedded_with(name: &str, adjustments: &[Adjustment]) -> Result<Self, Invalid> {
        let Some(folder) = embedded::campaign(name) else {
            let mut diagnostics = Diagnostics::default();
            let known = embedded::campaign_names().join(", ");
            diagnostics.push(name, 0, "", "is neither a folder nor an embedded scenario", format!("embedded are: {known}"));
            return Err(Invalid { diagnostics });
        };
        Self::load_with(&folder, adjustments)
    }

    /// The scenario of a folder on disk, or the embedded one of that name.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with everything that is wrong.
    pub fn open(name: &str) -> Result<Self, Invalid> {
        Self::open_with(name, &[])
    }

    /// The same with factors, numbers of the model or numbers of a side set anew.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with everything that is wrong, adjustments that name nothing or lie outside their range among it.
    pub fn open_with(name: &str, adjustments: &[Adjustment]) -> Result<Self, Invalid> {
        let path = Path::new(name);
        if path.is_dir() { Self::load_with(&Folder::Disk(path.to_owned()), adjustments) } else { Self::embedded_with(name, adjustments) }
    }

    /// The scenario of a campaign folder.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with everything that is wrong, not the first fault alone.
    pub fn load(folder: &Folder) -> Result<Self, Invalid> {
        Self::load_with(folder, &[])
    }

    fn load_with(folder: &Folder, adjustments: &[Adjustment]) -> Result<Self, Invalid> {
        let scenario = Self::read(folder, adjustments, None)?;
        // one who opens a scenario plays it: fields are made here, so that no run of many pays for them
        scenario.setting.travel.make_all();
        if let Some(dry) = &scenario.setting.travel_dry {
            dry.make_all();
        }
        Ok(scenario)
    }

    /// The same scenario with more set anew, made from what is in memory: map and fields are shared where nothing about them changed. What
    /// was set before stays set.
    ///
    /// # Errors
    ///
    /// [`Invalid`] with everything that is wrong with the adjustments.
    pub fn adjusted(&self, more: &[Adjustment]) -> Result<Self, Invalid> {
        let adjustments: Vec<Adjustment> = self.adjustments.iter().chain(more).cloned().collect();
        if more.iter().any(edit::is_edit) {
            return Self::read(&self.source.original, &adjustments, Some(self));
        }
        let mut diagnostics = Diagnostics::default();
        let numbers: Vec<Adjustment> = self.source.claimed.iter().chain(adjustments.iter().filter(|adjustment| !edit::is_edit(adjustment))).cloned().collect();
        let assembled = assemble(&self.source, &numbers, Some(self), &mut diagnostics);
        Self::checked(assembled, &self.source, adjustments, diagnostics)
    }

    /// Keys of the numbers of the model with their least and greatest values.
    #[must_use]
    pub fn parameter_ranges(&self) -> &[(String, f64, f64)] {
        &self.source.parameters.ranges
    }

    /// The numbers of the model, then those of sides, that a run or a study may set, with what their rows say of them.
    #[must_use]
    pub fn settable(&self) -> Vec<Settable> {
        let of_side = |row: &huizhan_record::SideParameter| {
            let [low, high] = adjust::side_bounds(row);
            Settable { name: format!("{}.{}", row.side, row.key), value: row.value, low, high, unit: row.unit.clone(), source: row.source.clone(), meaning: row.note.clone() }
        };
        self.source.parameters.settable.iter().cloned().chain(self.record.side_parameters.iter().map(of_side)).collect()
    }

    fn read(original: &Folder, adjustments: &[Adjustment], near: Option<&Self>) -> Result<Self, Invalid> {
        let mut diagnostics = Diagnostics::default();
        let (edited, rest): (Vec<Adjustment>, Vec<Adjustment>) = adjustments.iter().cloned().partition(edit::is_edit);
        let (folder, edits, claimed) = edit::apply(original, &edited, &mut diagnostics);
        let manifest = Manifest::read(&folder, &mut diagnostics);
        let record = Record::load(&folder, &mut diagnostics);
        let theatre = match near {
            Some(near) => Some(Arc::clone(&near.setting.theatre)),
            None => manifest.as_ref().and_then(|manifest| theatre(&folder, manifest, &mut diagnostics)).map(Arc::new),
        };
        let (model, path) = if folder.has("model/parameters.csv") {
            (folder.clone(), "model/parameters.csv")
        } else {
            (embedded::model(), "parameters.csv")
        };
        let parameters = parameters::read(&model, path, manifest.as_ref(), &mut diagnostics);
        let (Some(manifest), Some(theatre)) = (manifest, theatre) else {
            return Err(Invalid { diagnostics });
        };
        let numbers: Vec<Adjustment> = claimed.iter().chain(&rest).cloned().collect();
        let source = Arc::new(Source {
            original: original.clone(),
            folder,
            plans_off: edits.plans_off,
            claimed,
            manifest,
            record: Arc::new(record),
            theatre,
            parameters,
        });
        let assembled = assemble(&source, &numbers, near, &mut diagnostics);
        Self::checked(assembled, &source, adjustments.to_vec(), diagnostics)
    }

    fn checked(assembled: Option<Assembled>, source: &Arc<Source>, adjustments: Vec<Adjustment>, diagnostics: Diagnostics) -> Result<Self, Invalid> {
        let Some(Assembled { setting, plans, captures }) = assembled.filter(|_| diagnostics.is_empty()) else {
            return Err(Invalid { diagnostics });
        };
        let manifest = &source.manifest;
        let text = |name: &String| name.clone();
        let names = Names {
            en: text(&manifest.name_en),
            zh_hant: text(&manifest.name_zh_hant),
            zh_hans: text(&manifest.name_zh_hans),
            ja: text(&manifest.name_ja),
        };
        Ok(Self {
            id: manifest.id.clone(),
            names,
            setting: Arc::new(setting),
            plans,
            record: Arc::clone(&source.record),
            captures,
            early_until: manifest.early_until.unwrap_or(manifest.end),
            adjustments,
            source: Arc::clone(source),
        })
    }
}

/// What the files of a campaign say, kept to make the scenario again with other numbers.
#[derive(Debug)]
pub(crate) struct Source {
    /// The folder as it is.
    original: Folder,
    /// The folder as adjustments of rows, plans and claims changed it.
    folder: Folder,
    plans_off: Vec<String>,
    /// Numbers set by rival claims.
    claimed: Vec<Adjustment>,
    manifest: Manifest,
    record: Arc<Record>,
    theatre: Arc<Theatre>,
    parameters: parameters::Numbers,
}

struct Assembled {
    setting: Setting,
    plans: [Vec<Arc<huizhan_command::Plan>>; 2],
    captures: Vec<Capture>,
}

/// Puts together what was read; `near` is a scenario on the same map whose costs and fields may be shared.
fn assemble(source: &Source, numbers: &[Adjustment], near: Option<&Scenario>, diagnostics: &mut Diagnostics) -> Option<Assembled> {
    let Source { folder, manifest, record, .. } = source;
    let mut parameters = source.parameters.clone();
    let mut sides = forces::sides(record, diagnostics);
    let factors = adjust::apply(numbers, &mut parameters, sides.as_mut(), record, diagnostics);
    let read = Read { folder, manifest, record, theatre: Arc::clone(&source.theatre), parameters: parameters.values, sides: sides?, factors };
    let setting = setting(read, near.map(|near| &*near.setting), diagnostics);
    let mut plans: [Vec<Arc<huizhan_command::Plan>>; 2] = [Vec::new(), Vec::new()];
    for name in folder.list("plans", ".toml") {
        if source.plans_off.iter().any(|off| name.strip_suffix(".toml") == Some(off)) {
            continue;
        }
        let file = format!("plans/{name}");
        let Some(plan) = plans::read(folder, &file, &setting, record, diagnostics) else { continue };
        let held = &mut plans[plan.side.index()];
        if let Some(other) = held.iter().find(|other| other.rank == plan.rank) {
            let message = format!("`{}` is a plan of the side with the same rank", other.id);
            diagnostics.push(&file, 0, "rank", message, "a staff prefers the plan with the lowest rank: give each its own");
        }
        held.push(Arc::new(plan));
    }
    for plans in &mut plans {
        plans.sort_by(|a, b| (a.rank, &a.id).cmp(&(b.rank, &b.id)));
    }
    let captures = captures(manifest, record, &setting.theatre, &setting.sides, diagnostics);
    Some(Assembled { setting, plans, captures })
}

/// Costs and fields, shared with a scenario on the same map whose numbers of the march and whose water are the same.
fn travel(theatre: &Arc<Theatre>, parameters: &huizhan_sim::Parameters, closed: &[huizhan_base::CellId], near: Option<(&Setting, &Arc<Travel>, &[huizhan_base::CellId])>) -> Arc<Travel> {
    let same = near.filter(|(setting, _, water)| *water == closed && Arc::ptr_eq(&setting.theatre, theatre) && Travel::same_costs(&setting.parameters, parameters));
    same.map_or_else(|| Arc::new(Travel::new(theatre, parameters, closed)), |(_, travel, _)| Arc::clone(travel))
}

fn theatre(folder: &Folder, manifest: &Manifest, diagnostics: &mut Diagnostics) -> Option<Theatre> {
    let own = format!("theatres/{}", manifest.theatre);
    let base = if folder.has(&format!("{own}/theatre.toml")) {
        Some(folder.within(&own))
    } else {
        embedded::theatre(&manifest.theatre)
    };
    let Some(base) = base else {
        let message = format!("no theatre `{}` is embedded or in theatres/ of the campaign", manifest.theatre);
        diagnostics.push(manifest::FILE, 0, "theatre", message, "");
        return None;
    };
    let added = folder.within("theatre");
    Some(Theatre::load(&base, Some(&added), diagnostics))
}

/// What a setting is made from, once all of it could be read.
struct Read<'a> {
    folder: &'a Folder,
    manifest: &'a Manifest,
    record: &'a Record,
    theatre: Arc<Theatre>,
    parameters: huizhan_sim::Parameters,
    sides: [Side; 2],
    factors: Factors,
}

fn setting(read: Read<'_>, near: Option<&Setting>, diagnostics: &mut Diagnostics) -> Setting {
    let Read { folder, manifest, record, theatre, parameters, sides, factors } = read;
    let (start, end) = (manifest.start, manifest.end);
    forces::check_inundations(record, &theatre, diagnostics);
    let flood = systems::flood::setting(record, &theatre, &parameters, &factors, end, diagnostics);
    let reach = &flood.reach;
    let travel = travel(&theatre, &parameters, reach, near.map(|near| (near, &near.travel, near.flood.reach.as_slice())));
    // a flood that is yet to come is in nobody's reckoning
    let travel_dry = systems::flood::is_unknown(&flood, start).then(|| {
        let near = near.and_then(|near| Some((near, near.travel_dry.as_ref()?, &[][..])));
        self::travel(&theatre, &parameters, &[], near)
    });
    let forces = forces::forces(record, &theatre, &sides, start, end, diagnostics);
    let control = forces::control(folder, manifest, &theatre, &travel, &sides, &forces, diagnostics);
    let river = forces::river(manifest, record, &theatre, &sides, diagnostics);
    let (sources, replacements) = forces::flows(record, &theatre, &sides, diagnostics);
    let forts = forces::forts(record, &theatre);
    let context = systems::Context {
        record,
        theatre: &theatre,
        travel: &travel,
        parameters: &parameters,
        factors: &factors,
        sides: &sides,
        forces: &forces,
        start,
        end,
    };
    let air = systems::air::setting(&context, diagnostics);
    let chemical = systems::chemical::setting(&context, diagnostics);
    let economy = systems::economy::setting(&context, diagnostics);
    let evacuation = systems::evacuation::setting(&context, diagnostics);
    let fortress = systems::fortress::setting(&context, diagnostics);
    let health = systems::health::setting(&context, diagnostics);
    let politics = systems::politics::setting(&context, diagnostics);
    let rear = systems::rear::setting(&context, diagnostics);
    let river = river.map(|river| systems::river::setting(river, &context, diagnostics));
    let staff = systems::staff::setting(&context, diagnostics);
    let weather = systems::weather::setting(&context, diagnostics);
    Setting {
        factors,
        air,
        chemical,
        economy,
        evacuation,
        flood,
        fortress,
        health,
        politics,
        rear,
        staff,
        weather,
        theatre,
        parameters,
        sides,
        forces,
        river,
        sources,
        replacements,
        heat: manifest.heat(),
        forts,
        control,
        travel,
        travel_dry,
        start,
        end,
    }
}

/// Captures of the chronology that a run can be compared with: the first of each place by each side within the campaign.
fn captures(manifest: &Manifest, record: &Record, theatre: &Theatre, sides: &[Side; 2], diagnostics: &mut Diagnostics) -> Vec<Capture> {
    let file = "record/chronology.csv";
    let places = forces::Places { theatre };
    let axis_of = |place: &str| record.axes.iter().find(|row| row.place == place && row.sequence > 0).map(|row| row.axis.clone());
    let mut captures: Vec<Capture> = Vec::new();
    let mut rows: Vec<_> = record.chronology.iter().filter(|row| row.kind == huizhan_record::EventKind::Capture).collect();
    rows.sort_by_key(|row| (row.date_start, row.date_end, &row.id));
    for row in rows {
        let Some(side) = sides.iter().position(|side| Some(&side.id) == row.attacker.as_ref()).map(SideId::from_index) else { continue };
        let within = |date: Date| (manifest.start..=manifest.end).contains(&date);
        let Some(id) = row.place.as_deref().filter(|_| within(row.date_start)) else { continue };
        let Some(place) = places.find(file, row.line, "place", id, diagnostics) else { continue };
        let scored = row.score_use == ScoreUse::Yes;
        let known = captures.iter_mut().find(|capture| capture.place == place && capture.by == side);
        match known {
            Some(known) if scored && !known.scored => {
                *known = capture(row, place, side, scored, known.axis.clone());
            }
            None if scored || row.score_use == ScoreUse::Weak => {
                let axis = axis_of(id).or_else(|| row.axis.clone()).unwrap_or_default();
                captures.push(capture(row, place, side, scored, axis));
            }
            Some(_) | None => {}
        }
    }
    captures.sort_by(|a, b| (a.day(), &a.event).cmp(&(b.day(), &b.event)));
    captures
}

fn capture(row: &huizhan_record::ChronologyEvent, place: huizhan_base::PlaceId, by: SideId, scored: bool, axis: String) -> Capture {
    Capture { event: row.id.clone(), place, by, documented: [row.date_start, row.date_end], scored, axis }
}
