//! `huizhan study`: a scenario with something varied, many times, on one machine or many.

use crate::arguments::StudyArguments;
use crate::files::OutFolder;
use crate::terminal::{bar, say, table};
use anyhow::{Context, bail};
use huizhan_lab::Posterior;
use huizhan_report::{FirstDifference, study_page};
use huizhan_study::analysis::{Analysis, analyse};
use huizhan_study::rows::{Meta, Replicated};
use huizhan_study::store::Results;
use huizhan_study::{Design, Measure, Point, Prepared, Shard};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::process::ExitCode;

/// Points whose first differences are looked for, and under how many seeds: each costs two campaigns.
const EXPLAINED: usize = 24;
const PAIRS: u64 = 5;

/// Marks faults that a study has, as against those of a scenario.
#[derive(Debug)]
pub(crate) struct OfStudy;

impl std::fmt::Display for OfStudy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the study is at fault")
    }
}

/// Plays a study, or a part of it, and shows or writes what came of it.
pub(crate) fn study(arguments: &StudyArguments) -> anyhow::Result<ExitCode> {
    let file = arguments.file.display().to_string();
    let text = std::fs::read_to_string(&arguments.file).with_context(|| format!("{file}: cannot be read"))?;
    let posterior = arguments.posterior.as_deref().map(Posterior::load).transpose()?;
    let prepared = Prepared::new(&file, &text, arguments.replications, posterior, arguments.yes).context(OfStudy)?;
    let out = arguments.out.as_deref().map(Out::at).transpose()?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(arguments.threads.unwrap_or(0))).build().context("--threads: cannot start them")?;
    let rows = match (&arguments.merge, &out) {
        (Some(location), _) => read(&Results::at(location)?, &prepared)?,
        (None, None) => {
            let bar = bar(prepared.meta.tasks, "runs");
            let rows = pool.install(|| prepared.play_in_memory(&|| bar.inc(1)));
            bar.finish_and_clear();
            rows
        }
        (None, Some(Out { results, .. })) => {
            let shard = arguments.shard.unwrap_or(Shard { index: 1, of: 1 });
            let complete = finished(arguments, &prepared, results)?;
            let count = |of: &mut dyn Iterator<Item = u64>| of.map(|chunk| prepared.tasks_of(chunk)).sum::<u64>();
            let bar = bar(count(&mut prepared.mine(shard)), "runs");
            bar.inc(count(&mut prepared.mine(shard).filter(|chunk| complete.contains(chunk))));
            pool.install(|| prepared.play(results, shard, &complete, &|| bar.inc(1)))?;
            bar.finish_and_clear();
            if shard.of > 1 {
                let runs = count(&mut prepared.mine(shard));
                say(&format!("shard {}/{}: {runs} of {} runs are in {}\n", shard.index, shard.of, prepared.meta.tasks, results.shown("")))?;
                return Ok(ExitCode::SUCCESS);
            }
            read(results, &prepared)?
        }
    };
    let setting = &prepared.base.setting;
    let analysis = analyse(&prepared.meta, &rows, f64::from(setting.end - setting.start + 1));
    say(&shown(&prepared, &analysis))?;
    if let Some(out) = &out {
        let first = pool.install(|| first_differences(&prepared))?;
        out.write("report.html", &study_page(&prepared.study, &prepared.meta, &analysis, &first, &prepared.base))?;
        say(&format!("\nwritten: {}\n", out.results.shown("report.html")))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Where --out leads: the tables go there, and the report beside them.
struct Out {
    results: Results,
    /// Where that is a folder of this machine.
    folder: Option<OutFolder>,
}

impl Out {
    fn at(location: &std::path::Path) -> anyhow::Result<Self> {
        let results = Results::at(location)?;
        let folder = results.folder().map(OutFolder::create).transpose()?;
        Ok(Self { results, folder })
    }

    fn write(&self, name: &str, text: &str) -> anyhow::Result<()> {
        match &self.folder {
            Some(folder) => folder.write(name, text),
            None => Ok(self.results.write(name, text)?),
        }
    }
}

/// Chunks that an earlier call finished; results that are there without --resume are no accident to go on with.
fn finished(arguments: &StudyArguments, prepared: &Prepared, results: &Results) -> anyhow::Result<BTreeSet<u64>> {
    if !arguments.resume && arguments.shard.is_none() && results.begun()? {
        bail!("{}: holds results; go on with --resume, or choose another --out", results.shown(""));
    }
    // asked of a folder without finished chunks too: a process killed before its first has left temporary files
    // shards of one study write into one folder at the same time: a file under way is another's
    let shard = arguments.shard.unwrap_or(Shard { index: 1, of: 1 });
    Ok(results.complete_chunks(&prepared.meta, &|chunk| chunk % shard.of == shard.index - 1)?)
}

/// Reads results and sees that they are of this study.
fn read(results: &Results, prepared: &Prepared) -> anyhow::Result<Vec<Replicated>> {
    let (meta, rows): (Meta, Vec<Replicated>) = results.read()?;
    if meta.study_digest != prepared.meta.study_digest {
        bail!("{}: holds results of another study, or of the same with other levels, replications or data", results.shown(""));
    }
    Ok(rows)
}

/// For each point what first differs from the baseline under a few seeds. Designs over ranges have no baseline to differ from.
fn first_differences(prepared: &Prepared) -> anyhow::Result<Vec<FirstDifference>> {
    if matches!(prepared.study.design, Design::LatinHypercube | Design::Sobol) {
        return Ok(Vec::new());
    }
    let Some(baseline) = prepared.points.first() else { return Ok(Vec::new()) };
    let base = prepared.base.adjusted(&baseline.settings)?;
    let seeds = 0..PAIRS.min(u64::from(prepared.study.replications));
    let look = |point: &Point| Ok(FirstDifference::look(&point.label, &base, &prepared.base.adjusted(&point.settings)?, seeds.clone()));
    prepared.points.par_iter().skip(1).take(EXPLAINED).map(look).collect()
}

fn shown(prepared: &Prepared, analysis: &Analysis) -> String {
    let mut text = format!("{}\n{}\n\n", prepared.study.title, prepared.study.question);
    for (at, measure) in analysis.measures.iter().enumerate() {
        let mut rows = vec![[measure.as_str(), "runs", "share", "mean", "5 %", "median", "95 %", "difference", "95 % +-", "unpaired +-", "more", "less"].map(str::to_owned).to_vec()];
        // a design over ranges has as many points as runs: what it says is in the main effects of the report
        for point in analysis.points.iter().take(EXPLAINED + 1) {
            let summary = &point.measures[at];
            let [low, _, middle, _, high] = summary.quantiles;
            let mut row = vec![shortened(&point.label), point.runs.to_string(), format!("{:.2}", summary.share)];
            row.extend([summary.mean, low, middle, high].map(|value| format!("{value:.1}")));
            if let Some(difference) = &summary.difference {
                row.extend([format!("{:+.1}", difference.mean), format!("{:.1}", difference.half), format!("{:.1}", difference.half_unpaired)]);
                row.extend(difference.more_less.map(|share| format!("{share:.2}")));
            }
            rows.push(row);
        }
        text += &(table(&rows) + "\n");
    }
    if analysis.measures.iter().any(|name| Measure::is_day(name)) {
        text += "days from the first day of the campaign; one that did not come counts as the day after the last\n";
    }
    text + "difference: mean over pairs of runs under one seed against the first point, with its 95 % interval\n"
}

fn shortened(label: &str) -> String {
    if label.chars().count() <= 44 { label.to_owned() } else { label.chars().take(43).chain(['…']).collect() }
}
