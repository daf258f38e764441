//! Documented beside simulated days: one line a place.

use crate::History;
use crate::markup::{both, day_in_words, month_short};
use huizhan_base::Date;
use huizhan_scenario::{Capture, Scenario};
use std::fmt::Write as _;

/// The chart; documented days are open diamonds, simulated ones filled dots.
pub(super) fn chart(scenario: &Scenario, history: &History) -> String {
    let span = (scenario.setting.start, scenario.setting.end + 1);
    let mut text = String::from(
        "<ul class=\"legend\"><li><svg viewBox=\"0 0 26 16\"><path class=\"documented\" d=\"M13 2L19 8L13 14L7 8Z\"/></svg> documented</li>\
         <li><svg viewBox=\"0 0 26 16\"><circle class=\"simulated\" cx=\"13\" cy=\"8\" r=\"5\"/></svg> simulated</li>\
         <li><svg viewBox=\"0 0 26 16\"><path class=\"never\" d=\"M8 3L18 13M18 3L8 13\"/></svg> not taken in this run</li></ul>\
         <p class=\"note\">The number is the difference in days, positive where the simulation is later. A star marks places whose documented day \
         is too weak to score.</p><div class=\"dates\">",
    );
    let _ = write!(text, "<div class=\"row axis\"><span></span><svg class=\"track\" height=\"18\">{}</svg><span></span></div>", axis(span));
    for (capture, simulated) in scenario.captures.iter().zip(&history.captured) {
        text.push_str(&row(scenario, capture, *simulated, span));
    }
    text.push_str("</div>");
    text
}

/// Where a day lies on the track (per cent of its width).
fn share(day: Date, (start, end): (Date, Date)) -> f64 {
    let length = f64::from(end - start).max(1.0);
    2.0 + 96.0 * (f64::from(day - start) / length).clamp(0.0, 1.0)
}

fn firsts((start, end): (Date, Date)) -> impl Iterator<Item = Date> {
    (0..=(end - start).max(0)).map(move |days| start + days).filter(|day| day.month_day().1 == 1)
}

fn axis(span: (Date, Date)) -> String {
    let label = |day: Date| format!("<text x=\"{:.1}%\" y=\"13\" text-anchor=\"middle\">{}</text>", share(day, span), month_short(day));
    firsts(span).map(label).collect()
}

fn row(scenario: &Scenario, capture: &Capture, simulated: Option<Date>, span: (Date, Date)) -> String {
    let place = &scenario.setting.theatre.places[capture.place.index()];
    let documented = share(capture.day(), span);
    let mut track = String::new();
    for day in firsts(span) {
        let x = share(day, span);
        let _ = write!(track, "<line class=\"grid\" x1=\"{x:.1}%\" x2=\"{x:.1}%\" y1=\"0\" y2=\"100%\"/>");
    }
    let found = simulated.map_or(share(span.1, span), |day| share(day, span));
    let _ = write!(track, "<line class=\"stem\" x1=\"{documented:.2}%\" x2=\"{found:.2}%\" y1=\"50%\" y2=\"50%\"/>");
    let mark = |class: &str, x: f64, shape: &str| format!("<svg x=\"{x:.2}%\" y=\"50%\" overflow=\"visible\"><path class=\"{class}\" d=\"{shape}\"/></svg>");
    let end = match simulated {
        Some(_) => format!("<circle class=\"simulated\" cx=\"{found:.2}%\" cy=\"50%\" r=\"4.5\"/>"),
        None => mark("never", found, "M-4 -4L4 4M4 -4L-4 4"),
    };
    track += &end;
    track += &mark("documented", documented, "M0 -5.5L5.5 0L0 5.5L-5.5 0Z");
    let words = match simulated {
        Some(day) => format!("documented {}, simulated {}", day_in_words(capture.day()), day_in_words(day)),
        None => format!("documented {}, not taken in this run", day_in_words(capture.day())),
    };
    format!(
        "<div class=\"row\"><span class=\"who\">{}{}</span><svg class=\"track\" height=\"20\" role=\"img\" aria-label=\"{words}\"><title>{words}</title>{track}</svg>\
         <span class=\"error\">{}</span></div>",
        both(&place.names),
        if capture.scored { "" } else { " *" },
        simulated.map_or("–".to_owned(), |day| signed(day - capture.day())),
    )
}

/// A difference with its sign.
pub(crate) fn signed(days: i32) -> String {
    match days {
        0 => "0".to_owned(),
        days if days > 0 => format!("+{days}"),
        days => format!("−{}", -days),
    }
}
