//! `huizhan engagement` forecasts land battles, `huizhan validate --engagements` scores such forecasts.

use crate::arguments::{EngagementArguments, ValidateArguments};
use crate::files::{OutFolder, write_whole};
use crate::terminal::{note, say, table};
use anyhow::{anyhow, bail};
use huizhan_base::Diagnostics;
use huizhan_lab::engagement::{Coefficients, Examination, Model, Read, Score, SideScore, examine, read};
use huizhan_scenario::{Adjustment, Scenario};
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Forecasts the battles of a file into another.
pub(crate) fn engagement(arguments: &EngagementArguments) -> anyhow::Result<ExitCode> {
    if arguments.battles == arguments.out {
        bail!("--out: is the file of battles itself; name another");
    }
    let read = battles(&arguments.battles, false)?;
    let model = model(&arguments.scenario, &arguments.set)?;
    let mut text = "isqno,p_win,mu_a,sd_a,mu_d,sd_d\n".to_owned();
    for (battle, _) in &read.battles {
        let forecast = model.forecast(battle);
        let ([mu_a, mu_d], [sd_a, sd_d]) = (forecast.mean, forecast.sd);
        let _ = writeln!(text, "{},{:.6},{mu_a:.6},{sd_a:.6},{mu_d:.6},{sd_d:.6}", quoted(&battle.id), forecast.p_win);
    }
    write_whole(&arguments.out, &text)?;
    say(&format!("{} battles forecast: {}\n", read.battles.len(), arguments.out.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// Scores forecasts of the battles of a file whose outcomes it holds.
pub(crate) fn validate(arguments: &ValidateArguments, file: &Path) -> anyhow::Result<ExitCode> {
    let read = battles(file, true)?;
    let model = model(&arguments.scenario, &arguments.set)?;
    let threads = usize::from(arguments.threads.unwrap_or(0));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|error| anyhow!("--threads: cannot start them: {error}"))?;
    let examination = pool.install(|| examine(&model, &read.battles));
    if examination.scored == 0 {
        bail!("{}: no battle can be scored: it must be fought since 1900, with str_a, str_d and days, and win_a or both cas_a and cas_d", file.display());
    }
    let out = arguments.out.as_deref().map(OutFolder::create).transpose()?;
    let json = serde_json::to_string_pretty(&examination)? + "\n";
    if let Some(out) = &out {
        out.write("engagements.json", &json)?;
    }
    say(&if arguments.json { json } else { shown(&examination) })?;
    if let (Some(folder), false) = (&arguments.out, arguments.json) {
        say(&format!("\nwritten: {}\n", folder.join("engagements.json").display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The battles of a file; says on standard error which columns it did not know.
fn battles(file: &Path, outcomes: bool) -> anyhow::Result<Read> {
    let read = read(file, outcomes).map_err(|faults| faulty(&faults))?;
    if !read.unknown_columns.is_empty() {
        note(&format!("{}: columns that are not read: {}", file.display(), read.unknown_columns.join(", ")));
    }
    Ok(read)
}

/// All faults of a table, a line each.
fn faulty(faults: &Diagnostics) -> anyhow::Error {
    let count = faults.list().len() as u64 + faults.dropped();
    let noun = if count == 1 { "fault" } else { "faults" };
    anyhow!("{count} {noun} in the table, nothing was written\n{}", faults.to_string().trim_end())
}

/// The law with the numbers of a scenario.
fn model(scenario: &str, set: &[Adjustment]) -> anyhow::Result<Model> {
    let scenario = Scenario::open_with(scenario, set)?;
    let coefficients = Coefficients::shipped().map_err(|faults| faulty(&faults))?;
    Ok(Model { parameters: scenario.setting.parameters.clone(), coefficients })
}

/// A field of a CSV file.
fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

fn shown(examination: &Examination) -> String {
    let left_out = [&examination.campaigns_left_out, &examination.elsewhere_left_out].into_iter().flatten();
    let scores: Vec<&Score> = std::iter::once(&examination.shipped).chain(left_out).chain(&examination.rivals).collect();
    let mut rows = vec![["winner", "battles", "log-loss", "accuracy", "RMSE ln LER"].map(str::to_owned).to_vec()];
    for score in &scores {
        let numbers = [score.log_loss, score.accuracy, score.exchange_rmse].map(|number| format!("{number:.3}"));
        rows.push([vec![score.name.clone(), score.outcomes.to_string()], numbers.to_vec()].concat());
    }
    let mut text = table(&rows);
    for (name, side) in [("attacker's casualties", attacker as fn(&Score) -> &SideScore), ("defender's casualties", defender)] {
        let heads = [name, "battles", "RMSE ln", "bias", "within x2", "in 50 %", "in 90 %", "x/: for 90 %"];
        let mut rows = vec![heads.map(str::to_owned).to_vec()];
        for score in &scores {
            let side = side(score);
            let mut row = vec![score.name.clone(), score.casualties.to_string(), format!("{:.3}", side.rmse), format!("{:+.3}", side.bias)];
            row.extend([side.within_factor_2, side.coverage50, side.coverage90].map(|share| format!("{share:.2}")));
            row.push(format!("{:.1}", side.factor90));
            rows.push(row);
        }
        text += "\n";
        text += &table(&rows);
    }
    let _ = writeln!(
        text,
        "\n{} of {} battles scored, {} campaigns, engine {}; rivals are fitted without the campaign they forecast",
        examination.scored, examination.battles, examination.campaigns, examination.engine_version
    );
    if examination.campaigns_left_out.is_none() {
        text += "too few battles or campaigns to fit anything anew: no rivals\n";
    }
    text
}

fn attacker(score: &Score) -> &SideScore {
    &score.attacker
}

fn defender(score: &Score) -> &SideScore {
    &score.defender
}
