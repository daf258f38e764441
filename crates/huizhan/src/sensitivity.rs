//! `huizhan sensitivity`: which numbers of the model matter to a measure.

use crate::arguments::{SensitivityArguments, SensitivityMethod};
use crate::files::OutFolder;
use crate::terminal::{bar, say, table};
use anyhow::{Context, bail};
use huizhan_lab::calibration::Prior;
use huizhan_scenario::Scenario;
use huizhan_study::influence::{self, Influence, Method, Walk};
use std::fmt::Write as _;
use std::process::ExitCode;

/// Numbers shown of each measure; the file has all.
const SHOWN: usize = 20;

/// Plays a design over the ranges of the numbers, and shows or writes what each of them does.
pub(crate) fn sensitivity(arguments: &SensitivityArguments) -> anyhow::Result<ExitCode> {
    let scenario = Scenario::open_with(&arguments.scenario, &arguments.set)?;
    let numbers = influence::numbers(&scenario, &arguments.number)?;
    let method = match arguments.method {
        SensitivityMethod::Morris => Method::Morris(arguments.trajectories.unwrap_or(10) as usize),
        SensitivityMethod::Sobol => Method::Sobol(arguments.samples.unwrap_or(256) as usize),
    };
    let misplaced = match arguments.method {
        SensitivityMethod::Morris => arguments.samples.map(|_| ("--samples", "morris", "--trajectories")),
        SensitivityMethod::Sobol => arguments.trajectories.map(|_| ("--trajectories", "sobol", "--samples")),
    };
    if let Some((option, method, right)) = misplaced {
        bail!("{option}: has no meaning with --method {method}; give {right}");
    }
    let walk = Walk { method, replications: arguments.replications, seed: arguments.seed };
    let runs = walk.runs(numbers.len()).filter(|runs| *runs <= huizhan_study::MANY || arguments.yes);
    let Some(runs) = runs else {
        bail!("{} numbers take more than {} runs so; name some with --number, ask for fewer, or say --yes", numbers.len(), huizhan_study::MANY);
    };
    let measures = if arguments.measure.is_empty() { vec!["captures".to_owned()] } else { arguments.measure.clone() };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(arguments.threads.unwrap_or(0))).build().context("--threads: cannot start them")?;
    let bar = bar(runs, "runs");
    let found = pool.install(|| walk.play(&scenario, &numbers, &measures, &|| bar.inc(1)))?;
    bar.finish_and_clear();
    let lines: Vec<Line> = measures.iter().zip(&found).flat_map(|(measure, found)| lines(measure, &numbers, found)).collect();
    if let Some(folder) = &arguments.out {
        OutFolder::create(folder)?.write("sensitivity.csv", &csv(&lines))?;
    }
    if arguments.json {
        say(&(json(arguments, walk, runs, &scenario, &lines)? + "\n"))?;
    } else {
        say(&shown(walk, runs, &scenario, &numbers, &lines))?;
        if let Some(folder) = &arguments.out {
            say(&format!("\nwritten: {}\n", folder.join("sensitivity.csv").display()))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A number's influence on a measure, in the columns of the file.
struct Line {
    measure: String,
    number: String,
    range: [f64; 2],
    values: Vec<(&'static str, Option<f64>)>,
    clear: Option<bool>,
}

/// The lines of a measure, the most influential number first.
fn lines(measure: &str, numbers: &[Prior], found: &[Influence]) -> Vec<Line> {
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    order.sort_by(|a, b| found[*b].rank().total_cmp(&found[*a].rank()).then(a.cmp(b)));
    let line = |at: usize| {
        let values = match found[at] {
            Influence::Morris { effect, chance, above } => vec![
                ("mu_star", Some(effect.mu_star)),
                ("mu_star_low", Some(effect.interval[0])),
                ("mu_star_high", Some(effect.interval[1])),
                ("mu", Some(effect.mu)),
                ("sigma", Some(effect.sigma)),
                ("chance", chance),
                // where no two seeds differ chance has no spread to count in
                ("above_chance_sd", above.filter(|above| above.is_finite())),
            ],
            Influence::Sobol { index, chance } => vec![
                ("total", Some(index.total.0)),
                ("total_low", Some(index.total.1[0])),
                ("total_high", Some(index.total.1[1])),
                ("first", Some(index.first.0)),
                ("first_low", Some(index.first.1[0])),
                ("first_high", Some(index.first.1[1])),
                ("chance", chance),
            ],
        };
        Line { measure: measure.to_owned(), number: numbers[at].key.clone(), range: numbers[at].range, values, clear: found[at].is_clear() }
    };
    order.into_iter().map(line).collect()
}

fn word(clear: Option<bool>) -> &'static str {
    match clear {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    }
}

fn csv(lines: &[Line]) -> String {
    let mut text = String::from("measure,number,low,high");
    for (name, _) in lines.first().map_or(&[][..], |line| &line.values) {
        let _ = write!(text, ",{name}");
    }
    text += ",clear\n";
    for line in lines {
        let _ = write!(text, "{},{},{},{}", line.measure, line.number, line.range[0], line.range[1]);
        for (_, value) in &line.values {
            let _ = write!(text, ",{}", value.map_or(String::new(), |value| value.to_string()));
        }
        let _ = writeln!(text, ",{}", word(line.clear));
    }
    text
}

fn json(arguments: &SensitivityArguments, walk: Walk, runs: u64, scenario: &Scenario, lines: &[Line]) -> anyhow::Result<String> {
    let rows: Vec<serde_json::Value> = lines
        .iter()
        .map(|line| {
            let mut row = serde_json::json!({ "measure": line.measure, "number": line.number, "low": line.range[0], "high": line.range[1], "clear": line.clear });
            for (name, value) in &line.values {
                row[*name] = serde_json::json!(value);
            }
            row
        })
        .collect();
    let (method, size) = sizes(walk);
    let whole = serde_json::json!({
        "scenario": scenario.id,
        "engine_version": env!("CARGO_PKG_VERSION"),
        "set": arguments.set.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "method": method,
        "size": size,
        "replications": walk.replications,
        "seed": walk.seed,
        "runs": runs,
        "numbers": rows,
    });
    Ok(serde_json::to_string_pretty(&whole)?)
}

fn sizes(walk: Walk) -> (&'static str, usize) {
    match walk.method {
        Method::Morris(trajectories) => ("morris", trajectories),
        Method::Sobol(samples) => ("sobol", samples),
    }
}

fn shown(walk: Walk, runs: u64, scenario: &Scenario, numbers: &[Prior], lines: &[Line]) -> String {
    let mut text = String::new();
    for lines in lines.chunks(numbers.len().max(1)) {
        let Some(first) = lines.first() else { continue };
        let mut rows = vec![[first.measure.as_str(), "low", "high"].iter().copied().chain(first.values.iter().map(|(name, _)| *name)).chain(["clear"]).map(heading).collect()];
        for line in lines.iter().take(SHOWN) {
            let values = line.values.iter().map(|(_, value)| value.map_or(String::new(), rounded));
            rows.push([line.number.clone()].into_iter().chain(line.range.map(|end| end.to_string())).chain(values).chain([word(line.clear).to_owned()]).collect::<Vec<_>>());
        }
        text += &table(&rows);
        if first.clear.is_some() {
            let clear = lines.iter().filter(|line| line.clear == Some(true)).count();
            let _ = writeln!(text, "{clear} of {} numbers are told from chance; those that do nothing at all: {}", lines.len(), lines.iter().filter(|line| line.values[0].1 == Some(0.0)).count());
        }
        text.push('\n');
    }
    let (method, size) = sizes(walk);
    let unit = if method == "morris" { "trajectories" } else { "samples" };
    let _ = writeln!(text, "{}: {method}, {size} {unit} over {} numbers, {} seeds a point, {runs} runs; docs/reference/sensitivity.md says how to read it", scenario.id, numbers.len(), walk.replications);
    text
}

fn heading(name: &str) -> String {
    name.replace('_', " ")
}

/// Three or four figures, whatever the unit.
fn rounded(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}
