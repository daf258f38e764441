//! Small helpers for text in HTML and SVG.

use huizhan_base::{Date, Names};

/// A text as it may stand in HTML and SVG, between tags and in attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            other => safe.push(other),
        }
    }
    safe
}

/// A whole number with commas between thousands.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// English name followed by the Chinese one, ready for HTML.
pub(crate) fn both(names: &Names) -> String {
    let english = escape(&names.en);
    if names.zh_hant.is_empty() { english } else { format!("{english} <span lang=\"zh-Hant\">{}</span>", escape(&names.zh_hant)) }
}

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// A day in words: `26 June`.
pub(crate) fn day_month(date: Date) -> String {
    let (month, day) = date.month_day();
    format!("{day} {}", MONTHS[usize::from(month) - 1])
}

/// A day in words with its year: `26 June 1938`.
pub(crate) fn day_in_words(date: Date) -> String {
    let text = date.to_string();
    format!("{} {}", day_month(date), text.split('-').next().unwrap_or(""))
}

/// The first three letters of the month of a day.
pub(crate) fn month_short(date: Date) -> &'static str {
    &MONTHS[usize::from(date.month_day().0) - 1][..3]
}
