//! Rank histograms.

use huizhan_lab::{RankHistogram, Validation};
use std::fmt::Write as _;

/// The histograms, with how to read them.
pub(super) fn histograms(validation: &Validation) -> String {
    let ranks = &validation.ranks;
    let mut text = String::from(
        "<p>Where the documented days fall among those of the runs, from before all runs (left) to after all of them (right). An honest spread is flat, a bowl says that the intervals are too \
         narrow, a dome that they are too wide; weight on the left says that the runs are late, on the right that they are early.</p><div class=\"charts\">",
    );
    for (name, histogram) in [("All", &ranks.all), ("Early", &ranks.early), ("Late", &ranks.late)] {
        if histogram.captures > 0 {
            text.push_str(&figure(name, histogram));
        }
    }
    text + "</div><p class=\"note\">Captures along one axis are late or early together, so thirty of them are worth a handful, and a table of chi-square would condemn an honest spread. So each run is \
            taken for the truth in turn: the share of runs whose index is at least that of the documented days is what an honest model would show with its own chains. Below 1 % the spread is dishonest; \
            above 10 % nothing speaks against it, which with so few independent captures is not much praise.</p>"
}

fn figure(name: &str, histogram: &RankHistogram) -> String {
    let (width, height, bottom) = (360.0, 190.0, 160.0);
    let flat = histogram.captures as f64 / histogram.bins.len() as f64;
    let most = histogram.bins.iter().copied().fold(2.0 * flat, f64::max);
    let y = |count: f64| bottom - count / most * (bottom - 12.0);
    let step = width / histogram.bins.len() as f64;
    let mut bars = String::new();
    for (at, count) in histogram.bins.iter().enumerate() {
        let x = at as f64 * step;
        let _ = write!(bars, "<rect class=\"bin\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"/>", x + 2.0, y(*count), step - 4.0, bottom - y(*count));
        let _ = write!(bars, "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{count:.1}</text>", x + step / 2.0, y(*count) - 3.0);
    }
    let line = y(flat);
    let share = 100.0 * histogram.p_value;
    format!(
        "<figure class=\"histogram\"><h3>{name}: {} captures</h3><svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"rank histogram, {name}\">{bars}\
         <line class=\"flat\" x1=\"0\" x2=\"{width}\" y1=\"{line:.1}\" y2=\"{line:.1}\"/><text x=\"2\" y=\"180\">before all runs</text><text x=\"{:.0}\" y=\"180\" text-anchor=\"end\">after all runs</text></svg>\
         <figcaption>Reliability index <b>{:.2}</b> (0 if flat), chi-square {:.1} on {} degrees. As uneven in <b>{share:.0} %</b> of the runs taken for the truth.</figcaption></figure>",
        histogram.captures,
        width - 2.0,
        histogram.reliability_index,
        histogram.chi_square,
        histogram.bins.len() - 1,
    )
}
