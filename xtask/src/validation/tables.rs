//! The tables, as Markdown.

use anyhow::{Result, bail};
use serde_json::Value;
use std::fmt::Write as _;

/// A part of a block by its name; ends with a line break.
pub(super) fn part(name: &str, of: &Value) -> Result<String> {
    Ok(match name {
        "command" => command(of),
        "scores" => scores(of),
        "sums" => sums(of),
        "captures" => captures(of),
        "ranks" => ranks(of),
        "losses" => losses(of),
        "rings" => rings(of),
        "tempo" => tempo(of),
        "standing" => standing(of),
        "rates" => rates(of),
        _ => bail!("`{name}` is no part: command, scores, sums, captures, ranks, losses, rings, tempo, standing, rates, or posterior"),
    })
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("-")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn table(heads: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut made = format!("| {} |\n|{}\n", heads.join(" | "), "---|".repeat(heads.len()));
    for row in rows {
        let _ = writeln!(made, "| {} |", row.join(" | "));
    }
    made
}

/// A whole number with commas between thousands.
fn thousands(value: &Value) -> String {
    let digits = value.as_u64().unwrap_or_default().to_string();
    let commas = |(at, digit): (usize, char)| {
        let comma = (at > 0 && (digits.len() - at).is_multiple_of(3)).then_some(',');
        comma.into_iter().chain([digit])
    };
    digits.chars().enumerate().flat_map(commas).collect()
}

/// Month and day of a date.
fn short(value: &Value) -> &str {
    text(value).get(5..).unwrap_or("-")
}

fn days(value: &Value) -> i64 {
    let day = |text: &str| -> Option<i64> {
        let [year, month, day]: [i64; 3] = text.split('-').map(|part| part.parse().ok()).collect::<Option<Vec<_>>>()?.try_into().ok()?;
        // days of the civil calendar counted from 1 March of the year 0
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        Some(365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day)
    };
    day(text(value)).unwrap_or_default()
}

fn percent(value: &Value) -> String {
    format!("{:.0} %", 100.0 * number(value))
}

fn early_until(of: &Value) -> String {
    const MONTHS: [&str; 12] =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    let date = short(&of["standing"]["until"]);
    let (month, day) = date.split_once('-').unwrap_or(("", date));
    let name = month.parse::<usize>().ok().and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    format!("{} {}", day.trim_start_matches('0'), name.unwrap_or(&month))
}

fn command(of: &Value) -> String {
    let runs = of["replications"].as_u64().unwrap_or_default();
    let [option, what] = if of["posterior"].is_null() {
        ["", "all numbers at the middle of their ranges"]
    } else {
        [" --posterior FILE", "each seed with numbers drawn from the posterior"]
    };
    format!("`huizhan validate --replications {runs}{option}`, seeds 0-{}, {what}, engine {}:\n", runs.saturating_sub(1), text(&of["engine_version"]))
}

fn scores(of: &Value) -> String {
    let totals = &of["totals"];
    let columns = [totals, &totals["early"], &totals["late"]];
    let row = |what: &str, show: &dyn Fn(&Value) -> String| -> Vec<String> { [what.to_owned()].into_iter().chain(columns.map(show)).collect() };
    let decimal = |key: &'static str| move |totals: &Value| format!("{:.1}", number(&totals[key]));
    let hundredths = |key: &'static str| move |totals: &Value| format!("{:.2}", number(&totals[key]));
    table(
        &["", "all", &format!("up to {}", early_until(of)), "later"],
        [
            row("scored captures", &|totals| totals["captures"].to_string()),
            row("of them in more than half of the runs", &|totals| totals["captures_in_median"].to_string()),
            row("mean absolute error of the median day", &decimal("mae_days")),
            row("mean error (plus: late)", &|totals| format!("{:+.1}", number(&totals["bias_days"]))),
            row("naive rival, fitted to the early captures", &decimal("naive_mae_days")),
            row("second rival, a rate for each axis", &decimal("axis_naive_mae_days")),
            row("CRPS skill over the rival", &hundredths("crps_skill")),
            row("CRPS skill over the second", &hundredths("axis_crps_skill")),
            row("documented days inside the 50 % interval", &|totals| percent(&totals["coverage50"])),
            row("inside the 90 % interval", &|totals| percent(&totals["coverage90"])),
        ],
    )
}

fn sums(of: &Value) -> String {
    let range = |(side, range): (&String, &Value)| format!("{side} {} ({}-{})", thousands(&range["q50"]), thousands(&range["q05"]), thousands(&range["q95"]));
    let all = |key: &str| of[key].as_object().map(|sides| sides.iter().map(range).collect::<Vec<_>>().join(", ")).unwrap_or_default();
    format!("Battle losses, median and 90 % of runs: {}; admissions of sick: {}.\n", all("losses"), all("sick"))
}

fn captures(of: &Value) -> String {
    let row = |score: &Value| {
        let error = |day: &Value| format!("{:+}", days(day) - days(&score["documented"]));
        vec![
            text(&score["place"]).to_owned(),
            short(&score["documented"]).to_owned(),
            short(&score["q50"]).to_owned(),
            format!("{} to {}", short(&score["q05"]), short(&score["q95"])),
            percent(&score["share"]),
            error(&score["q50"]),
            error(&score["naive"]),
            error(&score["axis_naive"]),
        ]
    };
    let heads = ["place", "documented", "median", "90 % of runs", "happens", "error (days)", "rival (days)", "second rival (days)"];
    table(&heads, list(&of["captures"]).iter().map(row)) + "\nA capture that had not happened by the end stands as the day after the last.\n"
}

fn ranks(of: &Value) -> String {
    let row = |(name, key): (&str, &str)| {
        let held = &of["ranks"][key];
        let bins: Vec<String> = list(&held["bins"]).iter().map(|bin| format!("{:.1}", number(bin))).collect();
        vec![
            name.to_owned(),
            held["captures"].to_string(),
            bins.join(" "),
            format!("{:.2}", number(&held["reliability_index"])),
            format!("{:.1}", number(&held["chi_square"])),
            format!("{:.3}", number(&held["p_value"])),
        ]
    };
    let heads = ["ranks", "captures", "before all runs … after all runs", "index", "chi-square", "p from own chains"];
    table(&heads, [("all", "all"), ("early", "early"), ("late", "late")].map(row))
}

fn losses(of: &Value) -> String {
    let row = |loss: &Value| {
        let names: Vec<&str> = list(&loss["formations"]).iter().map(text).collect();
        let compared = loss["compared"].as_bool() == Some(true);
        let [low, high] = [0, 1].map(|end| thousands(&loss["documented"][end]));
        vec![
            names.join(" "),
            format!("{} to {}", short(&loss["days"][0]), short(&loss["days"][1])),
            if low == high { low } else { format!("{low}-{high}") },
            text(&loss["source"]).replace(';', " "),
            thousands(&loss["lost"]["q50"]),
            format!("{}-{}", thousands(&loss["lost"]["q05"]), thousands(&loss["lost"]["q95"])),
            if compared { text(&loss["verdict"]).to_owned() } else { "told beside".to_owned() },
        ]
    };
    let heads = ["formations", "days", "sources (men)", "keys", "median", "90 % of runs", "runs against sources"];
    table(&heads, list(&of["formation_losses"]).iter().map(row))
}

fn rings(of: &Value) -> String {
    let row = |ring: &Value| {
        let names: Vec<&str> = list(&ring["formations"]).iter().map(text).collect();
        let spread = |range: &Value| if range.is_null() { "-".to_owned() } else { format!("{} ({}-{})", thousands(&range["q50"]), thousands(&range["q05"]), thousands(&range["q95"])) };
        let closed = &ring["closed"];
        let closes = if closed.is_null() { "-".to_owned() } else { format!("{} ({} to {})", short(&closed[1]), short(&closed[0]), short(&closed[2])) };
        vec![
            format!("{}, {}", text(&ring["place"]), names.join(" ")),
            format!("{} to {}", short(&ring["documented"][0]), short(&ring["documented"][1])),
            percent(&ring["there"]),
            percent(&ring["near"]),
            percent(&ring["briefly"]),
            percent(&ring["anywhere"]),
            closes,
            spread(&ring["days"]),
            spread(&ring["men"]),
            spread(&ring["lost"]),
        ]
    };
    let heads = ["ring", "documented", "comes near", "ringed there 4 days", "a day", "anywhere 4 days", "closes", "days", "men inside", "lost"];
    table(&heads, list(&of["rings"]).iter().map(row))
}

fn tempo(of: &Value) -> String {
    let total = |(name, key): (&str, &str)| {
        let held = &of["tempo"][key];
        let decimal = |key: &str| format!("{:.1}", number(&held[key]));
        vec![
            name.to_owned(),
            held["legs"].to_string(),
            decimal("mae_days"),
            format!("{:+.1}", number(&held["bias_days"])),
            decimal("naive_mae_days"),
            decimal("axis_naive_mae_days"),
            format!("{:.2}", number(&held["crps_skill"])),
            format!("{:.2}", number(&held["axis_crps_skill"])),
            percent(&held["coverage50"]),
            percent(&held["coverage90"]),
        ]
    };
    let heads = ["legs", "counted", "error (days)", "mean error", "rival", "second rival", "CRPS skill", "over the second", "in 50 %", "in 90 %"];
    let totals = table(&heads, [("all", "all"), ("early", "early"), ("late", "late")].map(total));
    let leg = |leg: &Value| {
        let held = &leg["days"];
        let spread = if held.is_null() { "-".to_owned() } else { format!("{} to {}", held[0], held[4]) };
        let name = format!("{}: {} to {}", text(&leg["axis"]), text(&leg["from"]), text(&leg["to"]));
        vec![name, leg["documented_days"].to_string(), if held.is_null() { "-".to_owned() } else { held[2].to_string() }, spread, percent(&leg["both"])]
    };
    let heads = ["leg", "documented (days)", "median", "90 % of runs", "both ends fall"];
    format!("{totals}\n{}", table(&heads, list(&of["tempo"]["legs"]).iter().map(leg)))
}

fn standing(of: &Value) -> String {
    let standing = &of["standing"];
    let fell = list(&standing["places"]).iter().filter(|place| number(&place["fell"]) > 0.0);
    let named: Vec<String> = fell.map(|place| format!("{} {}", text(&place["place"]), percent(&place["fell"]))).collect();
    let named = if named.is_empty() { "none in any run".to_owned() } else { named.join(", ") };
    format!(
        "Documented as later than {}, fallen by then: {:.1} % on average over the scored places, {} of them in the median run ({}-{}): {named}.\n",
        early_until(of),
        100.0 * number(&standing["false_early"]),
        standing["fallen"][1],
        standing["fallen"][0],
        standing["fallen"][2]
    )
}

fn rates(of: &Value) -> String {
    let own = |(axis, rate): (&String, &Value)| format!("{axis} {:.2} ({})", number(&rate["km_per_day"]), rate["captures"]);
    let own: Vec<String> = of["axis_rates"].as_object().map(|axes| axes.iter().map(own).collect()).unwrap_or_default();
    format!("Rates of the rivals (km a day): {:.2} for all; by axis, with the early captures it rests on: {}.\n", number(&of["naive_km_per_day"]), own.join(", "))
}
