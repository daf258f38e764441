//! `huizhan validate`: many seeds against the record.

use crate::arguments::ValidateArguments;
use crate::files::OutFolder;
use crate::terminal::{bar, say, table};
use anyhow::Context;
use huizhan_lab::{CaptureScore, LossRange, Posterior, RankHistogram, Totals, Validation};
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
        out.write("validation.html", &huizhan_report::validation_page(&scenario, &validation))?;
    }
    say(&if arguments.json { json } else { shown(&validation) })?;
    if let (Some(folder), false) = (&arguments.out, arguments.json) {
        say(&format!("\nwritten: {}, {}\n", folder.join("validation.json").display(), folder.join("validation.html").display()))?;
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
    let heads = ["captures", "scored", "in median", "error", "naive", "by axis", "bias", "CRPS skill", "by axis", "in 50 %", "in 90 %", "ranks p"];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    rows.push(total("all", &validation.totals, &validation.ranks.all));
    rows.extend(validation.totals.early.iter().map(|totals| total("early", totals, &validation.ranks.early)));
    rows.extend(validation.totals.late.iter().map(|totals| total("late (forecast)", totals, &validation.ranks.late)));
    text += &table(&rows);
    text.push('\n');
    let mut rows = vec![["men", "5 %", "median", "95 %"].map(str::to_owned).to_vec()];
    rows.extend(ranges("battle losses", &validation.losses));
    rows.extend(ranges("admissions of sick", &validation.sick));
    text += &table(&rows);
    text += &beside_record(validation);
    let _ = writeln!(
        text,
        "\n{}, {} runs, engine {}; errors in days of the median; naive: {:.2} km a day along each axis, fitted to the early captures; by axis: a rate for each; ranks p: runs as uneven as the record",
        validation.scenario, validation.replications, validation.engine_version, validation.naive_km_per_day
    );
    text
}

/// Compared losses, rings, tempo and what still stood.
fn beside_record(validation: &Validation) -> String {
    let mut rows = vec![["losses compared", "sources", "5 %", "median", "95 %", "verdict"].map(str::to_owned).to_vec()];
    for loss in validation.formation_losses.iter().filter(|loss| loss.compared) {
        let [low, high] = loss.documented;
        let [q05, q50, q95] = [loss.lost.q05, loss.lost.q50, loss.lost.q95].map(|men| men.to_string());
        rows.push(vec![loss.id.clone(), format!("{low}-{high}"), q05, q50, q95, loss.verdict.to_owned()]);
    }
    let mut text = if rows.len() > 1 { "\n".to_owned() + &table(&rows) } else { String::new() };
    let mut rows = vec![["legs", "counted", "error", "naive", "by axis", "bias", "in 90 %"].map(str::to_owned).to_vec()];
    for (name, totals) in [("all", &validation.tempo.all), ("early", &validation.tempo.early), ("late", &validation.tempo.late)] {
        let [error, naive, by_axis] = [totals.mae_days, totals.naive_mae_days, totals.axis_naive_mae_days].map(|days| format!("{days:.1}"));
        rows.push(vec![name.to_owned(), totals.legs.to_string(), error, naive, by_axis, format!("{:+.1}", totals.bias_days), format!("{:.2}", totals.coverage90)]);
    }
    text += &("\n".to_owned() + &table(&rows));
    let mut rows = vec![["ring", "documented", "near for 4 days", "for a day", "anywhere", "closes", "days"].map(str::to_owned).to_vec()];
    for ring in &validation.rings {
        let share = |share: f64| format!("{share:.2}");
        let closes = ring.closed.map_or_else(|| "-".to_owned(), |days| days[1].to_string());
        let days = ring.days.map_or_else(|| "-".to_owned(), |days| days.q50.to_string());
        rows.push(vec![ring.place.clone(), ring.documented[0].to_string(), share(ring.near), share(ring.briefly), share(ring.anywhere), closes, days]);
    }
    if rows.len() > 1 {
        text += &("\n".to_owned() + &table(&rows));
    }
    let standing = &validation.standing;
    let _ = writeln!(text, "\nfallen by {} though they still stood: {:.1} % on average, {} of the scored places in the median run", standing.until, 100.0 * standing.false_early, standing.fallen[1]);
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

fn total(name: &str, totals: &Totals, ranks: &RankHistogram) -> Vec<String> {
    vec![
        name.to_owned(),
        totals.captures.to_string(),
        totals.captures_in_median.to_string(),
        format!("{:.1}", totals.mae_days),
        format!("{:.1}", totals.naive_mae_days),
        format!("{:.1}", totals.axis_naive_mae_days),
        format!("{:+.1}", totals.bias_days),
        format!("{:.2}", totals.crps_skill),
        format!("{:.2}", totals.axis_crps_skill),
        format!("{:.2}", totals.coverage50),
        format!("{:.2}", totals.coverage90),
        format!("{:.2}", ranks.p_value),
    ]
}

fn ranges(what: &str, ranges: &BTreeMap<String, LossRange>) -> Vec<Vec<String>> {
    let row = |(side, range): (&String, &LossRange)| {
        vec![format!("{what}, {side}"), range.q05.to_string(), range.q50.to_string(), range.q95.to_string()]
    };
    ranges.iter().map(row).collect()
}
