//! Tables: captures, losses by cause, claims, sources.

use super::dates::signed;
use crate::History;
use crate::markup::{both, escape, thousands};
use huizhan_scenario::Scenario;
use huizhan_sim::Ledger;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// All captures of the chronology with their simulated days.
pub(super) fn captures(scenario: &Scenario, history: &History) -> String {
    let mut text = String::from(
        "<p class=\"note\">A star marks days too weak to score.</p><div class=\"scroll\"><table class=\"list\"><thead><tr><th>Place</th><th>By</th><th>Documented</th><th>Simulated</th><th class=\"number\">Days</th>\
         <th class=\"extra\">Scored</th><th class=\"extra\">Axis</th></tr></thead><tbody>",
    );
    for (capture, simulated) in scenario.captures.iter().zip(&history.captured) {
        let place = &scenario.setting.theatre.places[capture.place.index()];
        let [first, last] = capture.documented;
        let documented = if first == last { first.to_string() } else { format!("{first} to {}", &last.to_string()[5..]) };
        let _ = write!(
            text,
            "<tr><td>{}{}</td><td>{}</td><td class=\"date\">{documented}</td><td class=\"date\">{}</td><td class=\"number\">{}</td><td class=\"extra\">{}</td><td class=\"extra\">{}</td></tr>",
            both(&place.names),
            if capture.scored { "" } else { " *" },
            escape(&scenario.setting.sides[capture.by.index()].names.en),
            simulated.map_or("not taken".to_owned(), |day| day.to_string()),
            simulated.map_or("–".to_owned(), |day| signed(day - capture.day())),
            if capture.scored { "yes" } else { "weak" },
            escape(&capture.axis),
        );
    }
    text.push_str("</tbody></table></div>");
    text
}

/// What a row of the losses shows of a ledger (men).
type Entry = (&'static str, fn(&Ledger) -> u32);

/// Losses of each side by cause, and what the sources claim.
pub(super) fn losses(scenario: &Scenario, history: &History) -> String {
    let rows: &[Entry] = &[
        ("Killed and wounded in engagements and raids", |ledger| ledger.killed_wounded),
        ("Missing and captured: stragglers, rings", |ledger| ledger.missing_captured),
        ("Fell sick (admissions)", |ledger| ledger.sick),
        ("Returned from hospital", |ledger| ledger.recovered),
        ("Escaped from destroyed formations", |ledger| ledger.escaped),
        ("Replacements who joined", |ledger| ledger.replacements),
        ("Men who entered with their formations", |ledger| ledger.entered),
    ];
    let mut text = String::from("<div class=\"scroll\"><table class=\"list\"><thead><tr><th>Men, this run</th>");
    for side in &scenario.setting.sides {
        let _ = write!(text, "<th class=\"number\">{}</th>", escape(&side.names.en));
    }
    text.push_str("</tr></thead><tbody>");
    for (name, entry) in rows {
        let _ = write!(text, "<tr><td>{name}</td>");
        for ledger in &history.ledger {
            let _ = write!(text, "<td class=\"number\">{}</td>", thousands(u64::from(entry(ledger))));
        }
        text.push_str("</tr>");
    }
    text.push_str("</tbody></table></div>");
    text.push_str(&claims(scenario));
    text
}

/// Rival claims of casualties, for comparison: the simulation reads none of them.
fn claims(scenario: &Scenario) -> String {
    let claims = scenario.record.claims.iter().filter(|claim| claim.subject.ends_with("_casualties") || claim.subject.ends_with("_killed"));
    let mut rows = String::new();
    for claim in claims {
        let value = |value: &Option<huizhan_record::ClaimValue>| match value {
            Some(huizhan_record::ClaimValue::Number(number)) => thousands(number.round() as u64),
            Some(other) => escape(&other.to_string()),
            None => "?".to_owned(),
        };
        let (low, high) = (value(&claim.value_low), value(&claim.value_high));
        let range = if low == high { low } else { format!("{low} to {high}") };
        let _ = write!(
            rows,
            "<tr><td>{}</td><td>{}</td><td class=\"number\">{range}</td><td>{}</td><td class=\"extra\">{}</td></tr>",
            of_whom(scenario, claim),
            escape(&claim.claimant),
            escape(&claim.unit),
            escape(&claim.source.replace(';', ", ")),
        );
    }
    if rows.is_empty() {
        return rows;
    }
    format!(
        "<p>What the sources claim for the documented campaign, side by side; the simulation reads none of it.</p>\
         <div class=\"scroll\"><table class=\"list\"><thead><tr><th>Of whom</th><th>Claimant</th><th class=\"number\">Men</th><th>Counted</th><th class=\"extra\">Source</th></tr></thead>\
         <tbody>{rows}</tbody></table></div>"
    )
}

/// The side that a claim is about, by the formation it names.
fn of_whom(scenario: &Scenario, claim: &huizhan_record::Claim) -> String {
    let formation = claim.formation.as_deref().and_then(|id| scenario.record.formation(id));
    let side = formation.and_then(|formation| scenario.setting.sides.iter().find(|side| side.id == formation.side));
    side.map_or_else(|| escape(&claim.subject.replace('_', " ")), |side| escape(&side.names.en))
}

/// The sources of the record by grade, and whom the map is owed to.
pub(super) fn sources(scenario: &Scenario) -> String {
    let mut grades: BTreeMap<&str, Vec<&huizhan_record::Source>> = BTreeMap::new();
    for source in &scenario.record.sources {
        grades.entry(source.grade.as_str()).or_default().push(source);
    }
    let counts: Vec<String> = grades.iter().map(|(grade, sources)| format!("{} of grade {}", sources.len(), escape(grade))).collect();
    let mut text = format!(
        "<p>The record cites {} sources: {}. Grades run from A, archives and official histories, to D, unsigned pages; every number of the record \
         names its source or says that it is an assumption with a range.</p><div class=\"sources\">",
        scenario.record.sources.len(),
        counts.join(", ")
    );
    for (grade, sources) in &grades {
        let _ = write!(text, "<h3>Grade {}</h3><dl>", escape(grade));
        for source in sources {
            let _ = write!(text, "<dt>{}</dt><dd>{}</dd>", escape(&source.key), escape(&source.description));
        }
        text.push_str("</dl>");
    }
    text.push_str("</div><h3>Map</h3><ul>");
    for line in &scenario.setting.theatre.attributions {
        let _ = write!(text, "<li>{}</li>", escape(line));
    }
    text.push_str("</ul>");
    text
}
