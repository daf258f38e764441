//! `huizhan calibrate`: numbers that have ranges, fitted to the record up to a day.

use crate::arguments::CalibrateArguments;
use crate::files::OutFolder;
use crate::terminal::{bar, say, table};
use anyhow::{Context, bail};
use huizhan_lab::calibration::{self, Ensemble, Fit, Plan};
use huizhan_scenario::Scenario;
use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::Instant;

/// The ensemble of a fit under way.
const STATE: &str = "ensemble.json";

/// Fits, shows and writes.
pub(crate) fn calibrate(arguments: &CalibrateArguments) -> anyhow::Result<ExitCode> {
    let scenario = Scenario::open_with(&arguments.scenario, &arguments.set)?;
    let plan = Plan {
        until: arguments.until.unwrap_or(scenario.early_until),
        particles: arguments.particles as usize,
        updates: arguments.updates as usize,
        seed: arguments.seed,
    };
    let observations = calibration::observations(&scenario, plan.until);
    if observations.iter().all(|observation| observation.censored) {
        bail!("--until: no scored capture is documented up to {}: there is nothing to fit to; choose a later day", plan.until);
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(arguments.threads.unwrap_or(0))).build().context("--threads: cannot start them")?;
    let runs = plan.runs();
    if let Some(fits) = arguments.sbc {
        let bar = bar(runs * u64::from(fits), "runs");
        let recovery = pool.install(|| calibration::recovery(&scenario, plan, fits as usize, &|| bar.inc(1)));
        bar.finish_and_clear();
        let json = serde_json::to_string_pretty(&recovery)? + "\n";
        if let Some(out) = &arguments.out {
            OutFolder::create(out)?.write("recovery.json", &json)?;
        }
        say(&json)?;
        return Ok(ExitCode::SUCCESS);
    }
    let out = arguments.out.as_deref().map(OutFolder::create).transpose()?;
    let priors = calibration::priors(&scenario);
    let ensemble = start(arguments, plan, priors.len())?.unwrap_or_else(|| Ensemble::new(plan, &priors));
    let bar = bar(runs, "runs");
    bar.set_position(ensemble.done as u64 * (plan.particles + plan.pairs()) as u64);
    let started = Instant::now();
    let late = |began: Instant| arguments.budget.is_some_and(|minutes| began.elapsed().as_secs_f64() > minutes * 60.0);
    let (mut fault, mut last) = (None, ensemble.clone());
    let data: Vec<f64> = observations.iter().map(|observation| observation.day).collect();
    let fit = pool.install(|| {
        calibration::fit(&scenario, ensemble, &observations, &data, &|| bar.inc(1), &mut |ensemble| {
            last = ensemble.clone();
            if let Some(out) = &out {
                fault = serde_json::to_string(ensemble).map_err(anyhow::Error::from).and_then(|text| out.write(STATE, &text)).err();
            }
            fault.is_none() && (ensemble.is_done() || !late(started))
        })
    });
    bar.finish_and_clear();
    if let Some(fault) = fault {
        return Err(fault);
    }
    let Some(fit) = fit else {
        bail!("--budget: {} of {} updates were made in the time; go on with --resume", last.done, plan.updates);
    };
    let command = command(arguments, plan);
    let comments = vec![format!("made by: {command}"), format!("engine {}; particles {} of {}; fitted to the record up to {}", env!("CARGO_PKG_VERSION"), arguments.keep.min(arguments.particles), plan.particles, plan.until)];
    let report = report(&scenario, &fit, &command, plan);
    if let Some(out) = &out {
        out.write("posterior.csv", &last.posterior(&fit.priors, arguments.keep as usize, comments).text())?;
        out.write("report.md", &report)?;
    }
    say(&report)?;
    Ok(ExitCode::SUCCESS)
}

/// The ensemble to go on with, where one is asked for.
fn start(arguments: &CalibrateArguments, plan: Plan, numbers: usize) -> anyhow::Result<Option<Ensemble>> {
    let Some(path) = arguments.out.as_ref().map(|out| out.join(STATE)).filter(|path| path.exists()) else { return Ok(None) };
    if !arguments.resume {
        bail!("{}: holds a fit; go on with --resume, or choose another --out", path.display());
    }
    let text = std::fs::read_to_string(&path).with_context(|| format!("{}: cannot be read", path.display()))?;
    let held: Ensemble = serde_json::from_str(&text).with_context(|| format!("{}: is no ensemble; remove it to start anew", path.display()))?;
    if held.plan != plan || held.members.iter().any(|member| member.len() != numbers) {
        bail!("{}: is of a fit with other particles, updates, seed, last day or numbers; give the same or choose another --out", path.display());
    }
    Ok(Some(held))
}

fn command(arguments: &CalibrateArguments, plan: Plan) -> String {
    let mut text = format!("huizhan calibrate {} --until {} --particles {} --updates {} --keep {} --seed {}", arguments.scenario, plan.until, plan.particles, plan.updates, arguments.keep, plan.seed);
    for adjustment in &arguments.set {
        let _ = write!(text, " --set {adjustment}");
    }
    text
}

fn report(scenario: &Scenario, fit: &Fit, command: &str, plan: Plan) -> String {
    let mut text = format!("# Calibration of {} to the record up to {}\n\n`{command}`, engine {}.\n\n", scenario.id, plan.until, env!("CARGO_PKG_VERSION"));
    let _ = writeln!(text, "## What it was fitted to (days from {})\n", scenario.setting.start);
    let mut rows = vec![["place", "data", "before 5 %", "50 %", "95 %", "after 5 %", "50 %", "95 %"].map(str::to_owned).to_vec()];
    for (at, observation) in fit.observations.iter().enumerate() {
        let place = &scenario.setting.theatre.places[scenario.captures[observation.capture].place.index()].id;
        let spread = |outputs: &[Vec<f64>]| {
            let mut days: Vec<f64> = outputs.iter().map(|output| output[at]).collect();
            days.sort_by(f64::total_cmp);
            [0.05, 0.5, 0.95].map(|share| format!("{:.0}", huizhan_lab::quantile(&days, share)))
        };
        let data = if observation.censored { format!("not by {:.0}", observation.day - 1.0) } else { format!("{:.0}", observation.day) };
        let mut row = vec![place.clone(), data];
        row.extend(spread(&fit.before));
        row.extend(spread(&fit.after));
        rows.push(row);
    }
    let _ = writeln!(text, "```text\n{}```\n", table(&rows));
    let mut numbers: Vec<usize> = (0..fit.priors.len()).collect();
    let lost = |number: usize| calibration::contraction(&fit.members, number);
    numbers.sort_by(|a, b| lost(*b).total_cmp(&lost(*a)).then(a.cmp(b)));
    let known = numbers.iter().filter(|number| lost(**number) > 0.1).count();
    let _ = writeln!(text, "## Numbers\n\n{} numbers were fitted; the data moved {known} (more than a tenth of their spread was lost) and say nothing of the others.\n", numbers.len());
    let mut rows = vec![["number", "range from", "to", "5 %", "50 %", "95 %", "lost"].map(str::to_owned).to_vec()];
    for number in numbers {
        let [low, high] = fit.priors[number].range;
        let mut row = vec![fit.priors[number].key.clone()];
        row.extend([low, high].iter().chain(&fit.quantiles(number)).map(|value| format!("{value:.4}")));
        row.push(format!("{:.0} %", 100.0 * lost(number)));
        rows.push(row);
    }
    let _ = writeln!(text, "```text\n{}```", table(&rows));
    text
}
