//! A line of a chart: the spread of the runs on a scale, what is documented, what the rivals say.

use std::fmt::Write as _;

/// From where to where a track reaches.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Span {
    /// Where a value lies (per cent of the width), 2 to 98.
    pub(super) fn x(self, value: f64) -> f64 {
        2.0 + 96.0 * ((value - self.low) / (self.high - self.low).max(1e-9)).clamp(0.0, 1.0)
    }
}

/// Marks of one line.
#[derive(Debug, Clone, Default)]
pub(super) struct Track {
    marks: String,
}

impl Track {
    /// A track with thin lines at some values.
    pub(super) fn with_grid(span: Span, values: &[f64]) -> Self {
        let mut marks = String::new();
        for value in values {
            let x = span.x(*value);
            let _ = write!(marks, "<line class=\"grid\" x1=\"{x:.1}%\" x2=\"{x:.1}%\" y1=\"0\" y2=\"100%\"/>");
        }
        Self { marks }
    }

    /// Nine tenths of the runs as a line, half of them as a box if given, the median as a dot.
    pub(super) fn spread(&mut self, span: Span, ends: [f64; 2], half: Option<[f64; 2]>, median: f64) {
        let [low, high, x] = [ends[0], ends[1], median].map(|value| span.x(value));
        let _ = write!(self.marks, "<line class=\"reach\" x1=\"{low:.2}%\" x2=\"{high:.2}%\" y1=\"50%\" y2=\"50%\"/>");
        if let Some(half) = half {
            let [from, to] = half.map(|value| span.x(value));
            let _ = write!(self.marks, "<rect class=\"half\" x=\"{from:.2}%\" y=\"5\" width=\"{:.2}%\" height=\"10\"/>", (to - from).max(0.2));
        }
        let _ = write!(self.marks, "<circle class=\"simulated\" cx=\"{x:.2}%\" cy=\"50%\" r=\"4\"/>");
    }

    /// What is documented, on one value.
    pub(super) fn documented(&mut self, span: Span, value: f64) {
        let _ = write!(
            self.marks,
            "<svg x=\"{:.2}%\" y=\"50%\" overflow=\"visible\"><path class=\"documented\" d=\"M0 -5.5L5.5 0L0 5.5L-5.5 0Z\"/></svg>",
            span.x(value)
        );
    }

    /// A range of the sources, dashed where it is told beside only.
    pub(super) fn claimed(&mut self, span: Span, range: [f64; 2], compared: bool) {
        let [from, to] = range.map(|value| span.x(value));
        let class = if compared { "claimed" } else { "disputed" };
        let _ = write!(self.marks, "<rect class=\"{class}\" x=\"{from:.2}%\" y=\"2\" width=\"{:.2}%\" height=\"16\"/>", (to - from).max(0.6));
    }

    /// A rival's value, dashed for the second.
    pub(super) fn rival(&mut self, span: Span, value: f64, class: &str) {
        let x = span.x(value);
        let _ = write!(self.marks, "<line class=\"{class}\" x1=\"{x:.2}%\" x2=\"{x:.2}%\" y1=\"3\" y2=\"17\"/>");
    }

    /// The line: a name that is ready for HTML, the track, a number; `words` say the same to a reader who cannot see it.
    pub(super) fn row(self, name: &str, words: &str, number: &str) -> String {
        format!(
            "<div class=\"row\"><span class=\"who\">{name}</span><svg class=\"track\" height=\"20\" role=\"img\" aria-label=\"{words}\"><title>{words}</title>{}</svg>\
             <span class=\"error\">{number}</span></div>",
            self.marks
        )
    }
}

/// A line with labels under the grid of a chart.
pub(super) fn scale(span: Span, labels: &[(f64, String)]) -> String {
    let mut text = String::from("<div class=\"row axis\"><span></span><svg class=\"track\" height=\"18\">");
    for (value, label) in labels {
        let _ = write!(text, "<text x=\"{:.1}%\" y=\"13\" text-anchor=\"middle\">{label}</text>", span.x(*value));
    }
    text + "</svg><span></span></div>"
}
