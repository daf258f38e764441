//! `huizhan run`: one campaign, day by day, beside the documented one.

use crate::arguments::RunArguments;
use crate::files::OutFolder;
use crate::terminal::{bar, say, table};
use anyhow::bail;
use huizhan_base::{Date, Names, PlaceId, SideId};
use huizhan_lab::Run;
use huizhan_report::{Chronicle, Differences, History, Summary};
use huizhan_scenario::Scenario;
use huizhan_sim::politics::Outcome;
use huizhan_sim::{Event, EventKind};
use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::Instant;

/// Plays a campaign and shows or writes what came of it.
pub(crate) fn run(arguments: &RunArguments) -> anyhow::Result<ExitCode> {
    let began = Instant::now();
    let scenario = Scenario::open_with(&arguments.scenario, &arguments.set)?;
    let posterior = crate::validate::posterior(arguments.posterior.as_deref(), &scenario)?;
    let scenario = match &posterior {
        Some(posterior) => posterior.scenario(&scenario, arguments.seed)?,
        None => scenario,
    };
    let loading = began.elapsed();
    let until = last_day(&scenario, arguments.until)?;
    let out = arguments.out.as_deref().map(OutFolder::create).transpose()?;
    let history = play(&scenario, arguments, until)?;
    let mut summary = Summary::new(&scenario, &history, loading);
    summary.difference = differences(&scenario, arguments, until)?;
    let json = serde_json::to_string_pretty(&summary)? + "\n";
    if let Some(out) = &out {
        out.write("summary.json", &json)?;
        out.write("events.jsonl", &Chronicle::new(&scenario).write(&history))?;
        out.write("campaign.replay", &history.replay.write(&scenario.setting))?;
        out.write("report.html", &huizhan_report::page_with(&scenario, &history, summary.difference.as_ref()))?;
    }
    say(&if arguments.json { json } else { closing(&scenario, &summary) + &air_battles(&scenario, &history) })?;
    if let (Some(folder), false) = (&arguments.out, arguments.json) {
        say(&format!("\nwritten: {}\n", folder.join("report.html").display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What the settings changed, against the same seed without them.
fn differences(scenario: &Scenario, arguments: &RunArguments, until: Date) -> anyhow::Result<Option<Differences>> {
    if arguments.set.is_empty() {
        return Ok(None);
    }
    let base = Scenario::open(&arguments.scenario)?;
    let difference = huizhan_lab::difference(&base, scenario, arguments.seed, until);
    Ok(Some(Differences::new(scenario, &difference)))
}

fn last_day(scenario: &Scenario, until: Option<Date>) -> anyhow::Result<Date> {
    let (start, end) = (scenario.setting.start, scenario.setting.end);
    match until {
        Some(day) if !(start..=end).contains(&day) => {
            bail!("--until: {day} is not within the campaign, {start} to {end}; name a day of it")
        }
        Some(day) => Ok(day),
        None => Ok(end),
    }
}

fn play(scenario: &Scenario, arguments: &RunArguments, until: Date) -> anyhow::Result<History> {
    let silent = arguments.json || arguments.quiet;
    let mut run = Run::new(scenario, arguments.seed);
    let mut history = History::begin(&run, arguments.seed);
    let days = u64::from((until - scenario.setting.start + 1).unsigned_abs());
    let bar = if silent { indicatif::ProgressBar::hidden() } else { bar(days, "days") };
    while !run.is_over() && run.world.date <= until {
        let date = run.world.date;
        let events = history.play(&mut run);
        if let Some(line) = (!silent).then(|| day_line(scenario, date, events)).flatten() {
            bar.suspend(|| say(&line))?;
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    history.finish(&run);
    Ok(history)
}

/// One line for a day on which places fell, with their documented days.
fn day_line(scenario: &Scenario, date: Date, events: &[Event]) -> Option<String> {
    let taken = events.iter().filter_map(|event| match event.kind {
        EventKind::PlaceTaken { place, by, .. } => Some((place, by)),
        _ => None,
    });
    let parts: Vec<String> = taken.map(|(place, by)| fallen(scenario, place, by)).collect();
    (!parts.is_empty()).then(|| format!("{date}  {}\n", parts.join("; ")))
}

fn fallen(scenario: &Scenario, place: PlaceId, by: SideId) -> String {
    let side = &scenario.setting.sides[by.index()].names.en;
    let mut text = format!("{} taken by {side}", both_names(&scenario.setting.theatre.places[place.index()].names));
    if let Some(capture) = scenario.captures.iter().find(|capture| capture.place == place && capture.by == by) {
        let _ = write!(text, " (documented {})", day_and_month(capture.day()));
    }
    text
}

/// English and Chinese name.
pub(crate) fn both_names(names: &Names) -> String {
    if names.zh_hant.is_empty() { names.en.clone() } else { format!("{} {}", names.en, names.zh_hant) }
}

fn day_and_month(date: Date) -> String {
    const MONTHS: [&str; 12] =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    let (month, day) = date.month_day();
    format!("{day} {}", MONTHS[usize::from(month) - 1])
}

/// Documented beside simulated, losses, and what identifies the run.
fn closing(scenario: &Scenario, summary: &Summary) -> String {
    let mut rows = vec![["place", "by", "documented", "simulated", "days"].map(str::to_owned).to_vec()];
    let mut errors = Vec::new();
    for (capture, line) in scenario.captures.iter().zip(&summary.captures).filter(|(_, line)| line.documented <= summary.end) {
        let names = &scenario.setting.theatre.places[capture.place.index()].names;
        let error = line.simulated.map(|day| day - line.documented);
        if line.scored {
            errors.extend(error.map(i32::abs));
        }
        rows.push(vec![
            format!("{}{}", both_names(names), if line.scored { "" } else { " *" }),
            line.by.clone(),
            line.documented.to_string(),
            line.simulated.map_or("not taken".to_owned(), |day| day.to_string()),
            error.map_or(String::new(), |days| format!("{days:+}")),
        ]);
    }
    let mut text = String::from("\n");
    if rows.len() > 1 {
        text += &table(&rows);
        let scored = summary.captures.iter().filter(|line| line.scored && line.documented <= summary.end).count();
        let mean = f64::from(errors.iter().sum::<i32>()) / errors.len().max(1) as f64;
        let _ = writeln!(text, "scored: {} of {scored} taken, mean absolute error {mean:.1} days; * dated too weakly to score\n", errors.len());
    }
    let mut rows = vec![["side", "formations", "killed and wounded", "missing and captured", "sick"].map(str::to_owned).to_vec()];
    for (side, losses) in &summary.losses {
        let numbers = [losses.killed_wounded, losses.missing_captured, losses.sick].map(|number| number.to_string());
        let formations = summary.formations.get(side).copied().unwrap_or(0).to_string();
        rows.push([side.clone(), formations].into_iter().chain(numbers).collect());
    }
    text += &table(&rows);
    if let Some(outcome) = &summary.reckoning {
        text += &war_aims(scenario, outcome);
    }
    text.push('\n');
    text += &human_cost(summary);
    text += &reports(summary);
    if let Some(differences) = &summary.difference {
        let _ = write!(text, "\n{}", differences.text());
    }
    let _ = writeln!(
        text,
        "\n{} {} to {}, seed {}, digest {}; read in {:.0} ms, simulated in {:.1} ms",
        summary.scenario, summary.start, summary.end, summary.seed, summary.digest, summary.timing.load_ms, summary.timing.simulate_ms
    );
    text
}

/// What the campaign came to: the decision, the aims of both sides apart, the state after.
fn war_aims(scenario: &Scenario, outcome: &Outcome) -> String {
    let day = |date: Option<Date>| date.map_or("never".to_owned(), |date| date.to_string());
    let mut text = format!("\ndecided to leave {}, first place fell {}\n", day(outcome.left), day(outcome.fell));
    let percent = |thousandths: u32| format!("{:.0} %", f64::from(thousandths) / 10.0);
    let mut rows = vec![["side", "aim", "weight", "reached"].map(str::to_owned).to_vec()];
    for score in &outcome.aims {
        let side = scenario.setting.sides[score.side.index()].id.clone();
        rows.push(vec![side, score.aim.word().to_owned(), percent(score.weight), percent(score.reached)]);
    }
    text += &table(&rows);
    let offers: Vec<String> = outcome
        .attempts
        .iter()
        .map(|attempt| {
            let row = scenario.record.politics.inducements.iter().find(|row| row.id == attempt.person);
            let name = row.map_or(attempt.person.as_str(), |row| &row.names.en);
            format!("{name} {}", if attempt.accepted { "consents" } else { "does not consent" })
        })
        .collect();
    let exhaustion = outcome.exhaustion.map(percent);
    let _ = writeln!(text, "exhaustion of attacker and defender {} and {}; after the campaign: {}", exhaustion[0], exhaustion[1], outcome.after.word());
    if !offers.is_empty() {
        let _ = writeln!(text, "offers of peace: {}", offers.join("; "));
    }
    text
}

/// What each side would have reported of battle losses, beside the truth of the run.
fn reports(summary: &Summary) -> String {
    if summary.reports.is_empty() {
        return String::new();
    }
    let mut rows = vec![["as reported by", "of", "what", "real losses", "reported"].map(str::to_owned).to_vec()];
    for line in &summary.reports {
        rows.push(vec![line.reporter.clone(), line.about.clone(), line.what.clone(), line.real.to_string(), line.reported.to_string()]);
    }
    format!("\n{}", table(&rows))
}

/// Soldiers and civilians hurt, by cause, with the range of the estimate.
fn human_cost(summary: &Summary) -> String {
    let mut rows = vec![["human cost", "cause", "people", "low", "high"].map(str::to_owned).to_vec()];
    for line in &summary.human_cost {
        let who = line.side.as_ref().map_or_else(|| line.victim.clone(), |side| format!("{} of {side}", line.victim));
        let words = line.cause.replace('_', " ");
        rows.push([who, words].into_iter().chain([line.tally.people, line.tally.low, line.tally.high].map(|number| number.to_string())).collect());
    }
    table(&rows)
}

/// How many seeds the spread of ordered air battles is made of.
const SPREAD: u64 = 100;

/// Air battles that staffs ordered: this run, the spread over seeds, and what is claimed.
fn air_battles(scenario: &Scenario, history: &History) -> String {
    let battles = huizhan_lab::air_battles(scenario, SPREAD);
    if battles.is_empty() {
        return String::new();
    }
    let here = huizhan_lab::air_losses(scenario, &history.events);
    let mut rows = vec![["air battle", "side", "flown", "lost here", "5 %", "median", "95 %", "claimed"].map(str::to_owned).to_vec()];
    for battle in &battles {
        let place = both_names(&scenario.setting.theatre.places[battle.place.index()].names);
        for (at, side) in battle.sides.iter().enumerate() {
            let claims = side.claims.iter().map(|(who, [low, high])| {
                let number = if high > low { format!("{low}-{high}") } else { low.to_string() };
                format!("{number} ({who})")
            });
            let mut row = vec![
                if at == 0 { format!("{} {place}", battle.date) } else { String::new() },
                scenario.setting.sides[side.side.index()].id.clone(),
                side.flown.to_string(),
                here[battle.order][at][1].to_string(),
            ];
            row.extend(side.lost.map(|lost| format!("{lost:.0}")));
            row.push(claims.collect::<Vec<_>>().join(", "));
            rows.push(row);
        }
    }
    format!("\n{}aircraft lost in the air; the spread is of {SPREAD} seeds\n", table(&rows))
}
