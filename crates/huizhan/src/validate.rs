//! `huizhan validate`: many seeds against the record.

use crate::arguments::ValidateArguments;
use crate::files::OutFolder;
use crate::terminal::{bar, say, table};
use anyhow::Context;
use huizhan_lab::{CaptureScore, LossRange, Posterior, Totals, Validation};
use huizhan_scenario::Scenario;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Plays many seeds and shows or writes their scores.
pub(crate) fn validate(arguments: &ValidateArguments) -> anyhow::Result<ExitCode> {
    let scenario = Scenario::open_with(&arguments.scenario, &arguments.set)?;
    let posterior = posterior(arguments.posterior.as_deref(), &scenario)?;
    let out = arguments.out.as_deref().map(OutFolder::create).transpose()?;
    let threads = usize::from(arguments.threads.unwrap_or(0));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().context("--threads: cannot start them")?;
    let replications = arguments.replications as usize;
    let bar = if arguments.json { indicatif::ProgressBar::hidden() } else { bar(replications as u64, "runs") };
    let validation = pool.install(|| huizhan_lab::validate(&scenario, posterior.as_ref(), replications, &|| bar.inc(1)));
    bar.finish_and_clear();
    let json = serde_json::to_string_pretty(&validation)? + "\n";
    if let Some(out) = &out {
        out.write("validation.json", &json)?;
    }
    say(&if arguments.json { json } else { shown(&validation) })?;
    if let (Some(folder), false) = (&arguments.out, arguments.json) {
        say(&format!("\nwritten: {}\n", folder.join("validation.json").display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The posterior of a file, tried on the scenario.
pub(crate) fn posterior(file: Option<&Path>, scenario: &Scenario) -> anyhow::Result<Option<Posterior>> {
    let Some(file) = file else { return Ok(None) };
    let posterior = Posterior::load(file)?;
    posterior.try_on(scenario).with_context(|| format!("{}: does not fit the scenario", file.display()))?;
    Ok(Some(posterior))
}

fn shown(validation: &Validation) -> String {
    let mut text = captures("scored captures", &validation.captures);
    if !validation.weak_captures.is_empty() {
        text += &captures("dated too weakly to score", &validation.weak_captures);
    }
    let heads = ["captures", "scored", "in median", "error", "naive", "bias", "CRPS skill", "in 50 %", "in 90 %"];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    rows.push(total("all", &validation.totals));
    rows.extend(validation.totals.early.iter().map(|totals| total("early", totals)));
    rows.extend(validation.totals.late.iter().map(|totals| total("late (forecast)", totals)));
    text += &table(&rows);
    text.push('\n');
    let mut rows = vec![["men", "5 %", "median", "95 %"].map(str::to_owned).to_vec()];
    rows.extend(ranges("battle losses", &validation.losses));
    rows.extend(ranges("admissions of sick", &validation.sick));
    text += &table(&rows);
    let _ = writeln!(
        text,
        "\n{}, {} runs, engine {}; errors in days of the median; naive: {:.2} km a day along each axis, fitted to the early captures",
        validation.scenario, validation.replications, validation.engine_version, validation.naive_km_per_day
    );
    text
}

fn captures(head: &str, scores: &[CaptureScore]) -> String {
    let mut rows = vec![[head, "documented", "median", "5 %", "95 %", "share", "error", "CRPS", "naive error"].map(str::to_owned).to_vec()];
    for score in scores {
        rows.push(vec![
            score.place.clone(),
            score.documented.to_string(),
            score.q50.to_string(),
            score.q05.to_string(),
            score.q95.to_string(),
            format!("{:.2}", score.share),
            format!("{:+}", score.q50 - score.documented),
            format!("{:.1}", score.crps),
            format!("{:+}", score.naive - score.documented),
        ]);
    }
    table(&rows) + "\n"
}

fn total(name: &str, totals: &Totals) -> Vec<String> {
    vec![
        name.to_owned(),
        totals.captures.to_string(),
        totals.captures_in_median.to_string(),
        format!("{:.1}", totals.mae_days),
        format!("{:.1}", totals.naive_mae_days),
        format!("{:+.1}", totals.bias_days),
        format!("{:.2}", totals.crps_skill),
        format!("{:.2}", totals.coverage50),
        format!("{:.2}", totals.coverage90),
    ]
}

fn ranges(what: &str, ranges: &BTreeMap<String, LossRange>) -> Vec<Vec<String>> {
    let row = |(side, range): (&String, &LossRange)| {
        vec![format!("{what}, {side}"), range.q05.to_string(), range.q50.to_string(), range.q95.to_string()]
    };
    ranges.iter().map(row).collect()
}
