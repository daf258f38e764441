//! Strength and losses over time, drawn by plotters.
//!
//! plotters makes the axes and lines; its SVG backend needs neither fonts nor a bitmap library.

use crate::History;
use crate::markup::{escape, month_short};
use huizhan_base::Date;
use huizhan_lab::DayTotals;
use huizhan_scenario::Scenario;
use plotters::prelude::*;
use std::error::Error;

/// Size of a chart (units of its picture).
const SIZE: (u32, u32) = (520, 330);
/// Colours of the two sides; the second is dashed as well.
const COLOURS: [RGBColor; 2] = [RGBColor(140, 47, 36), RGBColor(31, 78, 95)];

/// One quantity of a side on a day (men).
type Quantity<'a> = &'a dyn Fn(&DayTotals, usize) -> u32;

/// Charts side by side: men present, losses in battle, admissions of sick.
pub(super) fn curves(scenario: &Scenario, history: &History) -> String {
    let charts: [(&str, Quantity<'_>); 3] = [
        ("Men present for duty on the map", &|day, side| day.strength[side]),
        ("Killed, wounded, missing and captured so far", &|day, side| day.losses[side].battle()),
        ("Admissions of sick so far (most come back)", &|day, side| day.losses[side].sick),
    ];
    let figures = charts.iter().map(|(title, quantity)| {
        let svg = chart(scenario, &history.days, *quantity).unwrap_or_else(|error| format!("<p>not drawn: {}</p>", escape(&error.to_string())));
        let ends: Vec<String> = history.days.last().into_iter().flat_map(|day| {
            let side = |(index, side): (usize, &huizhan_sim::Side)| {
                format!("{} {}", escape(&side.names.en), crate::markup::thousands(u64::from(quantity(day, index))))
            };
            scenario.setting.sides.iter().enumerate().map(side).collect::<Vec<_>>()
        }).collect();
        format!("<figure>{svg}<figcaption><b>{title}.</b> At the end: {}.</figcaption></figure>", ends.join(", "))
    });
    let [first, second] = scenario.setting.sides.each_ref().map(|side| escape(&side.names.en));
    format!(
        "<ul class=\"legend\"><li><svg viewBox=\"0 0 26 16\"><path class=\"line0\" d=\"M1 8H25\"/></svg> {first}</li>\
         <li><svg viewBox=\"0 0 26 16\"><path class=\"line1\" d=\"M1 8H25\"/></svg> {second}, dashed</li></ul><div class=\"charts\">{}</div>",
        figures.collect::<String>()
    )
}

fn chart(scenario: &Scenario, days: &[DayTotals], quantity: Quantity<'_>) -> Result<String, Box<dyn Error>> {
    let mut svg = String::new();
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(svg) };
    let origin = first.date.days();
    let length = f64::from(last.date - first.date).max(1.0);
    let top = days.iter().flat_map(|day| [quantity(day, 0), quantity(day, 1)]).max().unwrap_or(1).max(1);
    {
        let root = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        let mut chart = ChartBuilder::on(&root)
            .margin(8)
            .x_label_area_size(30)
            .y_label_area_size(72)
            .build_cartesian_2d(0.0..length, 0.0..f64::from(top) * 1.05)?;
        let font = ("sans-serif", 16).into_font().color(&RGBColor(60, 56, 50));
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(RGBColor(222, 216, 204))
            .axis_style(RGBColor(120, 114, 104))
            .label_style(font)
            .x_labels(7)
            .y_labels(5)
            .x_label_formatter(&|x| label(Date::from_days(origin + *x as i32)))
            .y_label_formatter(&|y| crate::markup::thousands(*y as u64))
            .draw()?;
        for (side, colour) in COLOURS.iter().enumerate().take(scenario.setting.sides.len()) {
            let points = days.iter().map(|day| (f64::from(day.date.days() - origin), f64::from(quantity(day, side))));
            let style = colour.stroke_width(3);
            if side == 0 {
                chart.draw_series(LineSeries::new(points, style))?;
            } else {
                let points: Vec<_> = points.collect();
                chart.draw_series(DashedLineSeries::new(points, 7, 4, style))?;
            }
        }
        root.present()?;
    }
    // the picture takes the width of its column, not the size it was drawn at
    Ok(svg.replacen(&format!("width=\"{}\" height=\"{}\" ", SIZE.0, SIZE.1), "", 1))
}

fn label(date: Date) -> String {
    format!("{} {}", date.month_day().1, month_short(date))
}
