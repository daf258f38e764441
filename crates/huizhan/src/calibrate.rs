//! `huizhan calibrate`: numbers that have ranges, fitted to the record up to a day.

use crate::arguments::CalibrateArguments;
use crate::files::OutFolder;
use crate::terminal::{bar, say, table};
use anyhow::{Context, bail};
use huizhan_lab::calibration::{self, Ensemble, Learned, Plan, Predictive};
use huizhan_report::{calibration_page, calibration_words};
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
    let (checks, learned) = (fit.predictive(&scenario, plan), fit.learned());
    let report = Reported { scenario: &scenario, plan, command: &command, checks: &checks, learned: &learned }.text();
    if let Some(out) = &out {
        let data = serde_json::json!({"made_by": command, "engine_version": env!("CARGO_PKG_VERSION"), "plan": plan, "checks": checks, "numbers": learned});
        out.write("calibration.json", &(serde_json::to_string_pretty(&data)? + "\n"))?;
        out.write("report.html", &calibration_page(&scenario, plan, &command, &checks, &learned))?;
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

/// What a fit is reported from.
struct Reported<'a> {
    scenario: &'a Scenario,
    plan: Plan,
    command: &'a str,
    checks: &'a Predictive,
    learned: &'a [Learned],
}

impl Reported<'_> {
    /// The report as text.
    fn text(&self) -> String {
        let Self { scenario, plan, command, .. } = self;
        format!(
            "# Calibration of {} to the record up to {}\n\n`{command}`, engine {}. `report.html` has the same with pictures, `calibration.json` as data.\n\n{}{}{}",
            scenario.id,
            plan.until,
            env!("CARGO_PKG_VERSION"),
            self.captures(),
            self.whole(),
            self.numbers(),
        )
    }

    /// Each capture beside replicated records.
    fn captures(&self) -> String {
        let checks = self.checks;
        let start = self.scenario.setting.start;
        let day = |day: f64| (start + day.round() as i32).to_string();
        let mut rows = vec![["place", "record", "before 5 %", "50 %", "95 %", "after 5 %", "50 %", "95 %", "rank", "tail"].map(str::to_owned).to_vec()];
        for found in &checks.captures {
            let capture = &self.scenario.captures[found.capture];
            let place = self.scenario.setting.theatre.places[capture.place.index()].id.clone();
            let named = |value: f64| if found.censored && value >= found.day { "stands".to_owned() } else { day(value) };
            let mut row = vec![place, if found.censored { "had not fallen".to_owned() } else { day(found.day) }];
            row.extend(found.before.iter().chain(&found.after).map(|value| named(*value)));
            row.extend([found.rank, found.tail].map(|share| format!("{share:.2}")));
            rows.push(row);
        }
        format!(
            "## Posterior predictive checks: captures\n\n{}\n\n```text\n{}```\n\n{}\n\n",
            calibration_words::replicated(),
            table(&rows),
            calibration_words::summary(checks),
        )
    }

    /// Figures of whole records.
    fn whole(&self) -> String {
        let mut rows = vec![["figure", "record", "before 5 %", "50 %", "95 %", "after 5 %", "50 %", "95 %", "tail"].map(str::to_owned).to_vec()];
        for found in &self.checks.statistics {
            let mut row = vec![found.name.clone()];
            row.extend([found.documented].iter().chain(&found.before).chain(&found.after).map(|value| format!("{value:.1}")));
            row.push(format!("{:.3}", found.tail));
            rows.push(row);
        }
        format!("## Posterior predictive checks: the record as a whole\n\n{}\n\n```text\n{}```\n\n", calibration_words::WHOLE, table(&rows))
    }

    /// Priors, posteriors, and what the data did not identify.
    fn numbers(&self) -> String {
        let mut rows = vec![["number", "range from", "to", "5 %", "50 %", "95 %", "moved (sd)", "lost"].map(str::to_owned).to_vec()];
        for found in self.learned {
            let mut row = vec![found.key.clone()];
            row.extend(found.range.iter().chain(&found.after).map(|value| format!("{value:.4}")));
            row.push(if found.touched { format!("{:+.2}", found.shift) } else { "not at all".to_owned() });
            row.push(format!("{} %", (100.0 * found.lost).round() as i32));
            rows.push(row);
        }
        format!("## Priors, posteriors, and what the data did not identify\n\n{}\n\n```text\n{}```\n", calibration_words::identified(self.learned, self.checks, self.plan), table(&rows))
    }
}
