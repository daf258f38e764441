//! Differences to the baseline, effects of factors, interactions: a mark and its interval a line.

use super::SHOWN;
use super::plot::{Row, Scale, Unit, rows};
use crate::markup::escape;
use huizhan_study::analysis::{Analysis, Effects, Estimate, FactorEffect, Interaction, RangeEffect};
use std::fmt::Write as _;

/// Height of a row (pixels).
const HEIGHT: u32 = 22;
/// Most rows of interactions: those further down are smaller.
const INTERACTIONS: usize = 12;

/// Paired differences of all points to the first, the largest first.
pub(super) fn differences(analysis: &Analysis, at: usize, unit: Unit) -> String {
    let mut found: Vec<_> = analysis.points.iter().filter_map(|point| Some((point, point.measures[at].difference?))).collect();
    if found.is_empty() {
        return String::new();
    }
    found.sort_by(|(_, a), (_, b)| b.mean.abs().total_cmp(&a.mean.abs()));
    let left = found.len().saturating_sub(SHOWN);
    found.truncate(SHOWN);
    let reach = found.iter().flat_map(|(_, found)| [found.mean - found.half, found.mean + found.half, found.mean - found.half_unpaired, found.mean + found.half_unpaired]);
    let scale = Scale::of(reach.chain([0.0]));
    let row = |(point, found): &(&huizhan_study::analysis::PointSummary, huizhan_study::analysis::PairedDifference)| {
        let [low, high] = [found.mean - found.half_unpaired, found.mean + found.half_unpaired].map(|value| scale.x(value));
        let strangers = format!("<line class=\"strangers\" x1=\"{low}\" x2=\"{high}\" y1=\"50%\" y2=\"50%\"/>");
        let words = unit.plus_minus(found.mean, found.half);
        Row {
            name: point.label.clone(),
            marks: strangers + &mark(&scale, found.mean, found.half, found.is_clear()),
            beside: format!("<b>{words}</b>{}", if found.is_clear() { "" } else { "<br>zero is not excluded" }),
            told: format!("{}: {words} against the first point", point.label),
        }
    };
    let drawn: Vec<Row> = found.iter().map(row).collect();
    let base = analysis.points.first().map_or("", |point| point.label.as_str());
    let more = if left > 0 { format!(" {left} smaller ones are not drawn.") } else { String::new() };
    format!(
        "<p class=\"note\">Difference to “{}” ({}), the largest first. Solid: 95&nbsp;% interval of the mean over pairs of runs under one seed. Dashed: the interval that two unrelated samples would give. \
         The dot is filled where the interval of pairs leaves out zero.{more}</p>{}",
        escape(base),
        unit.name(),
        rows(&drawn, &scale, HEIGHT, difference_unit(unit), &|value| unit.signed(value).trim_end_matches(".0").to_owned())
    )
}

/// Ticks of differences are numbers of the unit, not days of a calendar, but whole days all the same.
fn difference_unit(unit: Unit) -> Unit {
    if matches!(unit, Unit::Day(_)) { unit } else { Unit::Number(unit.name()) }
}

/// A dot and its interval, with the line of no difference.
fn mark(scale: &Scale, mean: f64, half: f64, clear: bool) -> String {
    format!(
        "<line class=\"zero\" x1=\"{zero}\" x2=\"{zero}\" y1=\"0\" y2=\"100%\"/><line class=\"pairs\" x1=\"{}\" x2=\"{}\" y1=\"50%\" y2=\"50%\"/><circle class=\"{}\" cx=\"{}\" cy=\"50%\" r=\"4.5\"/>",
        scale.x(mean - half),
        scale.x(mean + half),
        if clear { "clear" } else { "unclear" },
        scale.x(mean),
        zero = scale.x(0.0),
    )
}

/// Factors by the size of what they do, the largest first: a tornado.
pub(super) fn tornado(effects: &Effects, unit: Unit) -> String {
    match effects {
        Effects::Points => String::new(),
        Effects::Levels { factors, interactions } => levels(factors, unit) + &together(interactions, unit),
        Effects::Ranges { factors, explained } => ranges(factors, *explained, unit),
    }
}

fn levels(factors: &[FactorEffect], unit: Unit) -> String {
    let ends = factors.iter().flat_map(|factor| factor.levels.iter().filter_map(|level| level.effect)).flat_map(|effect| effect.ends());
    let scale = Scale::of(ends.chain([0.0]));
    let row = |factor: &FactorEffect| {
        let effects: Vec<(&str, Estimate)> = factor.levels.iter().filter_map(|level| Some((level.level.as_str(), level.effect?))).collect();
        let (low, high) = effects.iter().fold((0.0_f64, 0.0_f64), |(low, high), (_, effect)| (low.min(effect.mean), high.max(effect.mean)));
        let mut marks = bar(&scale, low, high);
        // each level on a line of its own, or their intervals would run into one another
        for (at, (_, effect)) in effects.iter().enumerate() {
            marks += &whisker(&scale, effect, (at as f64 + 0.5) / effects.len() as f64);
        }
        let words: Vec<String> = effects.iter().map(|(level, effect)| format!("{level}: {}", unit.plus_minus(effect.mean, effect.half))).collect();
        Row { name: factor.name.clone(), marks, beside: words.iter().map(|words| escape(words)).collect::<Vec<_>>().join("<br>"), told: format!("{}: {}", factor.name, words.join(", ")) }
    };
    let drawn: Vec<Row> = factors.iter().take(SHOWN).map(row).collect();
    let height = 22 * factors.iter().take(SHOWN).map(|factor| factor.levels.len().saturating_sub(1).max(1) as u32).max().unwrap_or(1);
    format!(
        "<h4>Effects of the factors ({})</h4><p class=\"note\">Bar: from the least to the greatest effect of a factor's levels against its first. Lines with caps: each level, in the order of the words beside, with its 95&nbsp;% interval over seeds. \
         In a full factorial an effect is the mean over the levels of the other factors.</p>{}",
        unit.name(),
        rows(&drawn, &scale, height.max(26), difference_unit(unit), &|value| unit.signed(value).trim_end_matches(".0").to_owned())
    )
}

fn bar(scale: &Scale, low: f64, high: f64) -> String {
    format!(
        "<rect class=\"span\" x=\"{}\" y=\"8%\" width=\"{:.2}%\" height=\"84%\"/><line class=\"zero\" x1=\"{zero}\" x2=\"{zero}\" y1=\"0\" y2=\"100%\"/>",
        scale.x(low),
        100.0 * (scale.share(high) - scale.share(low)),
        zero = scale.x(0.0)
    )
}

/// An interval with caps.
///
/// * `down`: where in the height of the row, 0 to 1
fn whisker(scale: &Scale, effect: &Estimate, down: f64) -> String {
    let [low, high] = effect.ends().map(|value| scale.x(value));
    let (y, above, below) = (100.0 * down, 100.0 * down - 12.0, 100.0 * down + 12.0);
    let mut text = format!("<line class=\"end\" x1=\"{low}\" x2=\"{high}\" y1=\"{y:.0}%\" y2=\"{y:.0}%\"/>");
    for (x, class) in [(low, "end"), (high, "end"), (scale.x(effect.mean), "median")] {
        let _ = write!(text, "<line class=\"{class}\" x1=\"{x}\" x2=\"{x}\" y1=\"{above:.0}%\" y2=\"{below:.0}%\"/>");
    }
    text
}

fn together(interactions: &[Interaction], unit: Unit) -> String {
    if interactions.is_empty() {
        return String::new();
    }
    let scale = Scale::of(interactions.iter().take(INTERACTIONS).flat_map(|one| one.effect.ends()).chain([0.0]));
    let row = |one: &Interaction| {
        let name = format!("{} {} with {} {}", one.factors[0], one.levels[0], one.factors[1], one.levels[1]);
        let words = unit.plus_minus(one.effect.mean, one.effect.half);
        Row { marks: mark(&scale, one.effect.mean, one.effect.half, one.effect.is_clear()), beside: format!("<b>{words}</b>"), told: format!("{name}: {words}"), name }
    };
    let drawn: Vec<Row> = interactions.iter().take(INTERACTIONS).map(row).collect();
    let clear = interactions.iter().filter(|one| one.effect.is_clear()).count();
    format!(
        "<h4>What two factors do together ({})</h4><p class=\"note\">Beyond the sum of what each does alone, with 95&nbsp;% intervals over seeds; {clear} of {} {} out zero, and one in twenty would by chance.</p>{}",
        unit.name(),
        interactions.len(),
        if clear == 1 { "leaves" } else { "leave" },
        rows(&drawn, &scale, HEIGHT, difference_unit(unit), &|value| unit.signed(value).trim_end_matches(".0").to_owned())
    )
}

fn ranges(factors: &[RangeEffect], explained: f64, unit: Unit) -> String {
    let scale = Scale::of(factors.iter().flat_map(|factor| factor.slope.ends()).chain([0.0]));
    let row = |factor: &RangeEffect| {
        let slope = &factor.slope;
        let words = unit.plus_minus(slope.mean, slope.half);
        let [low, high] = factor.range;
        Row {
            name: factor.name.clone(),
            marks: bar(&scale, slope.mean.min(0.0), slope.mean.max(0.0)) + &whisker(&scale, slope, 0.5),
            beside: format!("<b>{words}</b>, rank {:+.2}", factor.rank),
            told: format!("{} from {low} to {high}: {words}, partial rank correlation {:+.2}", factor.name, factor.rank),
        }
    };
    let drawn: Vec<Row> = factors.iter().take(SHOWN).map(row).collect();
    format!(
        "<h4>Effects of the factors over their whole ranges ({})</h4><p class=\"note\">Least squares with all factors, 95&nbsp;% intervals over points; rank: partial rank correlation. The plane answers for {:.0} % of \
         the variance between points: the rest is bends, interactions and chance.</p>{}",
        unit.name(),
        100.0 * explained,
        rows(&drawn, &scale, 26, difference_unit(unit), &|value| unit.signed(value).trim_end_matches(".0").to_owned())
    )
}
