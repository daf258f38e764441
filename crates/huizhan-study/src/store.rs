//! Results as Parquet: four tables, a file a chunk, read by `DuckDB`, Polars and pandas as they are.
//!
//! `OUT/replications/part-000042.parquet` and the like in `captures/`, `losses/`, `daily/`. A file is written under a temporary name, synced
//! and renamed, on an object store put as a whole, `replications` last: a chunk counts when all four are there, whole and of this study. What a
//! killed process leaves behind is a temporary file, or files without their `replications`: neither counts, and the chunk is played again to
//! the same bytes.

mod place;

use crate::CHUNK;
use crate::rows::{CaptureRow, DailyRow, LossRow, Meta, Replicated};
use arrow_array::builder::{Date32Builder, Float64Builder, StringBuilder, UInt32Builder, UInt64Builder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, UInt32Type, UInt64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use bytes::Bytes;
use huizhan_base::Date;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use place::Place;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::hash::{BuildHasher as _, RandomState};
use std::path::Path;
use std::sync::Arc;

/// The four tables; the last makes a chunk count.
const TABLES: [&str; 4] = ["captures", "losses", "daily", "replications"];

/// Missing chunks that are told by their number.
const NAMED: usize = 12;

/// Results that cannot be written, read or put together: which file, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreError(pub String);

impl std::fmt::Display for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for StoreError {}

fn file_name(chunk: u64) -> String {
    format!("part-{chunk:06}.parquet")
}

fn chunk_of(name: &str) -> Option<u64> {
    name.strip_prefix("part-")?.strip_suffix(".parquet")?.parse().ok()
}

/// What tells the temporary files of this process from those of another that plays the same shard: a scheduler that lost sight of a machine begins its
/// shard elsewhere while the old one may still be writing. Both write the same bytes, so that either's rename may be the last.
fn own_mark() -> String {
    // of the few sources of chance in the standard library the one that differs between machines as well
    format!("{:016x}", RandomState::new().hash_one(std::process::id()))
}

fn partial_name(name: &str, mark: &str) -> String {
    format!(".{name}.{mark}.partial")
}

/// The chunk of a temporary file, whoever wrote it.
fn partial_of(name: &str) -> Option<u64> {
    let (whole, _mark) = name.strip_prefix('.')?.strip_suffix(".partial")?.rsplit_once('.')?;
    chunk_of(whole)
}

/// The results of a study, in a folder or on an object store.
#[derive(Debug)]
pub struct Results {
    location: String,
    place: Place,
}

impl Results {
    /// Names the place; nothing is looked for or made there yet.
    ///
    /// * `location`: a folder; or the address of one, `file:///FOLDER`, `memory:///` (gone with the value), and where the crate is built with the
    ///   feature `cloud` `s3://BUCKET/FOLDER`, with keys, region and endpoint from the variables `AWS_*`
    ///
    /// # Errors
    ///
    /// [`StoreError`] where the address is of a kind that this build does not know, or says too little.
    pub fn at(location: impl AsRef<Path>) -> Result<Self, StoreError> {
        let location = location.as_ref();
        let shown = location.display().to_string();
        let place = Place::at(location).map_err(|error| StoreError(format!("{shown}: {error}")))?;
        Ok(Self { location: shown, place })
    }

    /// The folder, where it is one of this machine.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        match &self.place {
            Place::Folder(folder) => Some(folder),
            Place::Objects(_) => None,
        }
    }

    /// A file beside the tables as messages name it.
    #[must_use]
    pub fn shown(&self, name: &str) -> String {
        self.place.shown("", name)
    }

    /// Whether any chunk is finished there.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where it cannot be read.
    pub fn begun(&self) -> Result<bool, StoreError> {
        let [.., last] = TABLES;
        Ok(self.place.names(last).map_err(StoreError)?.iter().any(|name| chunk_of(name).is_some()))
    }

    /// Writes a text beside the tables, whole or not at all.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where it cannot be written.
    pub fn write(&self, name: &str, text: &str) -> Result<(), StoreError> {
        self.place.put("", name, text.as_bytes()).map_err(|error| StoreError(format!("{}: cannot be written: {error}", self.shown(name))))
    }

    /// Writes the files of a chunk; the chunk counts once this returns.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where the disk is full or cannot be written: nothing of the chunk counts then.
    pub fn write_chunk(&self, meta: &Meta, chunk: u64, rows: &[Replicated]) -> Result<(), StoreError> {
        let tables = [captures(rows), losses(rows), daily(rows), replications(meta, rows)];
        for (table, batch) in TABLES.into_iter().zip(tables) {
            let bytes = encoded(meta, chunk, &batch).map_err(|error| StoreError(format!("chunk {chunk}: {table}: {error}")))?;
            let name = file_name(chunk);
            if let Err(error) = self.place.put(table, &name, &bytes) {
                let fix = "make room or choose another --out, and go on with --resume: the chunks that were finished stay";
                return Err(StoreError(format!("{}: cannot be written: {error}; {fix}", self.place.shown(table, &name))));
            }
        }
        Ok(())
    }

    /// Which chunks count. What a killed process left behind is removed; a file that is broken or whose chunk lacks another is removed as well, so
    /// that the chunk is played again.
    ///
    /// * `mine`: chunks to look at; those of others, who may be writing them, are left alone
    ///
    /// # Errors
    ///
    /// [`StoreError`] where there are results of another study, scenario or engine, or where they cannot be read.
    pub fn complete_chunks(&self, meta: &Meta, mine: &dyn Fn(u64) -> bool) -> Result<BTreeSet<u64>, StoreError> {
        let mut left_behind = Vec::new();
        let mut held: BTreeMap<u64, Vec<(&'static str, String)>> = BTreeMap::new();
        for table in TABLES {
            for name in self.place.names(table).map_err(StoreError)? {
                if partial_of(&name).is_some_and(mine) {
                    left_behind.push((table, name));
                } else if let Some(chunk) = chunk_of(&name).filter(|chunk| mine(*chunk)) {
                    held.entry(chunk).or_default().push((table, name));
                }
            }
        }
        let mut complete = BTreeSet::new();
        for (chunk, files) in held {
            let mut whole = files.len() == TABLES.len();
            for (bytes, (table, name)) in self.place.get(&files).map_err(StoreError)?.into_iter().zip(&files) {
                match opened(chunk, bytes) {
                    Ok((of, _)) => same(&self.place.shown(table, name), &of, meta)?,
                    Err(_) => whole = false,
                }
            }
            if whole {
                complete.insert(chunk);
            } else {
                left_behind.extend(files);
            }
        }
        // only now is it known that the results are this study's
        for (table, name) in left_behind {
            self.place.remove(table, &name).map_err(StoreError)?;
        }
        Ok(complete)
    }

    /// Reads the results, however many machines wrote them, in the order of their tasks.
    ///
    /// # Errors
    ///
    /// [`StoreError`] where a file is broken or foreign, a replication is there twice, or one is missing: nothing is left out in silence.
    pub fn read(&self) -> Result<(Meta, Vec<Replicated>), StoreError> {
        let mut meta: Option<Meta> = None;
        let mut tables: BTreeMap<&str, Vec<RecordBatch>> = BTreeMap::new();
        let mut chunks: BTreeMap<&str, BTreeSet<u64>> = BTreeMap::new();
        for table in TABLES {
            let names = self.place.names(table).map_err(StoreError)?;
            let files: Vec<_> = names.into_iter().filter(|name| chunk_of(name).is_some()).map(|name| (table, name)).collect();
            for ((_, name), bytes) in files.iter().zip(self.place.get(&files).map_err(StoreError)?) {
                let Some(chunk) = chunk_of(name) else { continue };
                chunks.entry(table).or_default().insert(chunk);
                let file = format!("{table}/{name}");
                let (of, batches) = opened(chunk, bytes).map_err(|error| StoreError(format!("{file}: is broken: {error}; remove the file and play its chunk again with --resume")))?;
                same(&file, &of, meta.get_or_insert_with(|| of.clone()))?;
                tables.entry(table).or_default().extend(batches);
            }
        }
        let location = &self.location;
        let Some(meta) = meta else { return Err(StoreError(format!("{location}: holds no results; a study writes them with --out"))) };
        whole(&meta, &chunks).map_err(|error| StoreError(format!("{location}: {error}")))?;
        let rows = joined(&meta, &tables).map_err(|error| StoreError(format!("{location}: {error}")))?;
        Ok((meta, rows))
    }
}

fn encoded(meta: &Meta, chunk: u64, batch: &RecordBatch) -> Result<Vec<u8>, parquet::errors::ParquetError> {
    let entry = |key: &str, value: String| KeyValue::new(key.to_owned(), value);
    let seeds = || {
        let column = batch.column_by_name("seed").map(|column| column.as_primitive::<UInt64Type>().values().iter().map(ToString::to_string).collect::<Vec<_>>());
        column.unwrap_or_default().join(" ")
    };
    let entries = vec![
        entry("study", meta.study.clone()),
        entry("study_digest", meta.study_digest.clone()),
        entry("engine_version", meta.engine_version.clone()),
        entry("tasks", meta.tasks.to_string()),
        entry("measures", meta.measures.join("\n")),
        entry("chunk", chunk.to_string()),
        entry("seeds", seeds()),
    ];
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(format!("huizhan {}", meta.engine_version))
        .set_key_value_metadata(Some(entries))
        .build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties))?;
    writer.write(batch)?;
    writer.close()?;
    Ok(bytes)
}

/// A table being put together, column by column.
struct Columns(Vec<(String, ArrayRef)>);

impl Columns {
    fn u32(mut self, name: &str, values: impl Iterator<Item = u32>) -> Self {
        let mut builder = UInt32Builder::new();
        values.for_each(|value| builder.append_value(value));
        self.0.push((name.to_owned(), Arc::new(builder.finish())));
        self
    }

    fn u64(mut self, name: &str, values: impl Iterator<Item = u64>) -> Self {
        let mut builder = UInt64Builder::new();
        values.for_each(|value| builder.append_value(value));
        self.0.push((name.to_owned(), Arc::new(builder.finish())));
        self
    }

    fn text<'a>(mut self, name: &str, values: impl Iterator<Item = &'a str>) -> Self {
        let mut builder = StringBuilder::new();
        values.for_each(|value| builder.append_value(value));
        self.0.push((name.to_owned(), Arc::new(builder.finish())));
        self
    }

    fn date(mut self, name: &str, values: impl Iterator<Item = Option<Date>>) -> Self {
        let mut builder = Date32Builder::new();
        values.for_each(|value| builder.append_option(value.map(Date::days)));
        self.0.push((name.to_owned(), Arc::new(builder.finish())));
        self
    }

    fn number(mut self, name: &str, values: impl Iterator<Item = Option<f64>>) -> Self {
        let mut builder = Float64Builder::new();
        values.for_each(|value| builder.append_option(value));
        self.0.push((name.to_owned(), Arc::new(builder.finish())));
        self
    }

    fn batch(self) -> RecordBatch {
        let columns = self.0.into_iter().map(|(name, array)| {
            // a day that did not come, a measure that does not exist in a run
            let null = name == "day" || *array.data_type() == arrow_schema::DataType::Float64;
            (name, array, null)
        });
        // columns are made here, of one length each
        RecordBatch::try_from_iter_with_nullable(columns).expect("columns of a table have one length")
    }
}

fn keyed<'a, T>(rows: &'a [Replicated], inner: impl Fn(&'a Replicated) -> &'a [T]) -> (Columns, Vec<&'a T>) {
    let flat = || rows.iter().flat_map(|row| inner(row).iter().map(move |one| (row, one)));
    let columns = Columns(Vec::new()).u32("point", flat().map(|(row, _)| row.point)).u32("replication", flat().map(|(row, _)| row.replication));
    (columns, flat().map(|(_, one)| one).collect())
}

fn captures(rows: &[Replicated]) -> RecordBatch {
    let (columns, flat) = keyed(rows, |row| row.captures.as_slice());
    columns
        .text("event", flat.iter().map(|row| row.event.as_str()))
        .text("place", flat.iter().map(|row| row.place.as_str()))
        .text("by", flat.iter().map(|row| row.by.as_str()))
        .date("documented", flat.iter().map(|row| Some(row.documented)))
        .date("day", flat.iter().map(|row| row.day))
        .batch()
}

fn losses(rows: &[Replicated]) -> RecordBatch {
    let (columns, flat) = keyed(rows, |row| row.losses.as_slice());
    columns
        .text("side", flat.iter().map(|row| row.side.as_str()))
        .text("formation", flat.iter().map(|row| row.formation.as_str()))
        .u32("lost", flat.iter().map(|row| row.lost))
        .batch()
}

fn daily(rows: &[Replicated]) -> RecordBatch {
    let (columns, flat) = keyed(rows, |row| row.daily.as_slice());
    columns
        .date("date", flat.iter().map(|row| Some(row.date)))
        .text("side", flat.iter().map(|row| row.side.as_str()))
        .u32("strength", flat.iter().map(|row| row.strength))
        .u32("killed_wounded", flat.iter().map(|row| row.killed_wounded))
        .u32("missing_captured", flat.iter().map(|row| row.missing_captured))
        .u32("sick", flat.iter().map(|row| row.sick))
        .batch()
}

fn replications(meta: &Meta, rows: &[Replicated]) -> RecordBatch {
    let mut columns = Columns(Vec::new())
        .u32("point", rows.iter().map(|row| row.point))
        .u32("replication", rows.iter().map(|row| row.replication))
        .u64("seed", rows.iter().map(|row| row.seed))
        .text("digest", rows.iter().map(|row| row.digest.as_str()))
        .text("label", rows.iter().map(|row| row.label.as_str()))
        .text("settings", rows.iter().map(|row| row.settings.as_str()));
    for (at, name) in meta.measures.iter().enumerate() {
        columns = columns.number(name, rows.iter().map(|row| row.measures[at]));
    }
    columns.batch()
}

fn same(file: &str, of: &Meta, wanted: &Meta) -> Result<(), StoreError> {
    let what = match of {
        _ if of.engine_version != wanted.engine_version => format!("was made by engine {}, this is {}", of.engine_version, wanted.engine_version),
        _ if of.study_digest != wanted.study_digest => "holds results of another study, or of the same with other levels, replications or data".to_owned(),
        _ => return Ok(()),
    };
    Err(StoreError(format!("{file}: {what}; choose another --out")))
}

/// Metadata and rows of the file of a chunk.
fn opened(chunk: u64, bytes: Bytes) -> Result<(Meta, Vec<RecordBatch>), String> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(bytes).map_err(|error| error.to_string())?;
    let entries = builder.metadata().file_metadata().key_value_metadata().cloned().unwrap_or_default();
    let value = |key: &str| entries.iter().find(|entry| entry.key == key).and_then(|entry| entry.value.clone()).ok_or_else(|| format!("lacks `{key}` in its metadata"));
    let held = value("chunk")?;
    if held != chunk.to_string() {
        return Err(format!("holds chunk {held} under the name of chunk {chunk}"));
    }
    let measures = value("measures")?;
    let meta = Meta {
        study: value("study")?,
        study_digest: value("study_digest")?,
        engine_version: value("engine_version")?,
        tasks: value("tasks")?.parse().map_err(|_| "`tasks` is no number".to_owned())?,
        measures: measures.split('\n').filter(|name| !name.is_empty()).map(str::to_owned).collect(),
    };
    let batches = builder.build().map_err(|error| error.to_string())?.collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
    Ok((meta, batches))
}

/// Sees that every chunk is there, with all of its files.
fn whole(meta: &Meta, chunks: &BTreeMap<&str, BTreeSet<u64>>) -> Result<(), String> {
    let none = BTreeSet::new();
    let of = |table: &str| chunks.get(table).unwrap_or(&none);
    for chunk in of("replications") {
        if let Some(table) = TABLES.into_iter().find(|table| !of(table).contains(chunk)) {
            return Err(format!("{table}/{} is missing; play its chunk again with --resume", file_name(*chunk)));
        }
    }
    let missing: Vec<u64> = (0..meta.tasks.div_ceil(CHUNK)).filter(|chunk| !of("replications").contains(chunk)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let runs: u64 = missing.iter().map(|chunk| ((chunk + 1) * CHUNK).min(meta.tasks) - chunk * CHUNK).sum();
    let mut named = missing.iter().take(NAMED).map(ToString::to_string).collect::<Vec<_>>().join(", ");
    if missing.len() > NAMED {
        // a string can always be written to
        let _ = write!(named, " and {} more", missing.len() - NAMED);
    }
    let there = meta.tasks - runs;
    Err(format!("{there} of {} replications are there, chunk {named} missing; play the missing shards, or go on with --resume", meta.tasks))
}

fn joined(meta: &Meta, tables: &BTreeMap<&str, Vec<RecordBatch>>) -> Result<Vec<Replicated>, String> {
    let of = |table: &str| tables.get(table).map(Vec::as_slice).unwrap_or_default();
    let mut rows: BTreeMap<(u32, u32), Replicated> = BTreeMap::new();
    for batch in of("replications") {
        for at in 0..batch.num_rows() {
            let row = replication(meta, batch, at)?;
            if let Some(twice) = rows.insert((row.point, row.replication), row) {
                return Err(format!("replication {} of point {} is there twice; remove one of its files", twice.replication, twice.point));
            }
        }
    }
    for table in ["captures", "losses", "daily"] {
        for batch in of(table) {
            for at in 0..batch.num_rows() {
                let key = (number(batch, "point", at)?, number(batch, "replication", at)?);
                // rows whose replication is not there are of a chunk that was never finished
                let Some(row) = rows.get_mut(&key) else { continue };
                match table {
                    "captures" => row.captures.push(CaptureRow {
                        event: text(batch, "event", at)?,
                        place: text(batch, "place", at)?,
                        by: text(batch, "by", at)?,
                        documented: date(batch, "documented", at)?.ok_or("a documented day is missing")?,
                        day: date(batch, "day", at)?,
                    }),
                    "losses" => row.losses.push(LossRow { side: text(batch, "side", at)?, formation: text(batch, "formation", at)?, lost: number(batch, "lost", at)? }),
                    _ => row.daily.push(DailyRow {
                        date: date(batch, "date", at)?.ok_or("a day is missing")?,
                        side: text(batch, "side", at)?,
                        strength: number(batch, "strength", at)?,
                        killed_wounded: number(batch, "killed_wounded", at)?,
                        missing_captured: number(batch, "missing_captured", at)?,
                        sick: number(batch, "sick", at)?,
                    }),
                }
            }
        }
    }
    if (rows.len() as u64) < meta.tasks {
        return Err(format!("{} of {} replications are there; play the missing shards, or go on with --resume", rows.len(), meta.tasks));
    }
    Ok(rows.into_values().collect())
}

fn replication(meta: &Meta, batch: &RecordBatch, at: usize) -> Result<Replicated, String> {
    let measure = |name: &String| {
        let column = batch.column_by_name(name).and_then(|column| column.as_primitive_opt::<Float64Type>());
        column.map(|column| column.is_valid(at).then(|| column.value(at))).ok_or_else(|| format!("column `{name}` is missing"))
    };
    let seed = batch.column_by_name("seed").and_then(|column| column.as_primitive_opt::<UInt64Type>());
    Ok(Replicated {
        point: number(batch, "point", at)?,
        replication: number(batch, "replication", at)?,
        seed: seed.ok_or("column `seed` is missing")?.value(at),
        digest: text(batch, "digest", at)?,
        label: text(batch, "label", at)?,
        settings: text(batch, "settings", at)?,
        measures: meta.measures.iter().map(measure).collect::<Result<_, _>>()?,
        captures: Vec::new(),
        losses: Vec::new(),
        daily: Vec::new(),
    })
}

fn number(batch: &RecordBatch, name: &str, at: usize) -> Result<u32, String> {
    let column = batch.column_by_name(name).and_then(|column| column.as_primitive_opt::<UInt32Type>());
    column.map(|column| column.value(at)).ok_or_else(|| format!("column `{name}` is missing"))
}

fn text(batch: &RecordBatch, name: &str, at: usize) -> Result<String, String> {
    let column = batch.column_by_name(name).and_then(|column| column.as_string_opt::<i32>());
    column.map(|column| column.value(at).to_owned()).ok_or_else(|| format!("column `{name}` is missing"))
}

fn date(batch: &RecordBatch, name: &str, at: usize) -> Result<Option<Date>, String> {
    let column = batch.column_by_name(name).and_then(|column| column.as_primitive_opt::<Date32Type>());
    column.map(|column| column.is_valid(at).then(|| Date::from_days(column.value(at)))).ok_or_else(|| format!("column `{name}` is missing"))
}
