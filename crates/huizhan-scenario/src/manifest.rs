//! `scenario.toml`.

use huizhan_base::{Date, Diagnostics, Folder};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What `scenario.toml` holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    pub(crate) id: String,
    pub(crate) name_en: String,
    #[serde(default)]
    pub(crate) name_zh_hant: String,
    #[serde(default)]
    pub(crate) name_zh_hans: String,
    #[serde(default)]
    pub(crate) name_ja: String,
    pub(crate) theatre: String,
    pub(crate) start: Date,
    pub(crate) end: Date,
    pub(crate) early_until: Option<Date>,
    /// The side that holds, on the first day, what `holdings.csv` does not name; empty for nobody.
    #[serde(default)]
    pub(crate) holder_elsewhere: String,
    pub(crate) heat: Option<Heat>,
    pub(crate) river: Option<River>,
    #[serde(default)]
    pub(crate) parameters: BTreeMap<String, f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Heat {
    pub(crate) from: String,
    pub(crate) to: String,
    #[serde(rename = "source", default)]
    _source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct River {
    pub(crate) side: String,
    pub(crate) head: String,
    #[serde(rename = "source", default)]
    _source: String,
}

/// The manifest's file.
pub(crate) const FILE: &str = "scenario.toml";

/// Reads a TOML file of a folder; faults are reported with their line.
pub(crate) fn read_toml<T: for<'de> Deserialize<'de>>(folder: &Folder, file: &str, diagnostics: &mut Diagnostics) -> Option<(T, String)> {
    let bytes = match folder.read(file) {
        Ok(bytes) => bytes,
        Err(missing) => {
            let fix = "put the file there; `huizhan scenario export` writes a complete example";
            diagnostics.push(file, 0, "", format!("cannot be read: {}", missing.reason), fix);
            return None;
        }
    };
    let text = match String::from_utf8(bytes.into_owned()) {
        Ok(text) => text,
        Err(error) => {
            let line = error.as_bytes()[..error.utf8_error().valid_up_to()].split(|byte| *byte == b'\n').count();
            diagnostics.push(file, line as u64, "", "is not UTF-8", "save the file as UTF-8");
            return None;
        }
    };
    match toml::from_str(&text) {
        Ok(value) => Some((value, text)),
        Err(error) => {
            let line = error.span().map_or(0, |span| 1 + text[..span.start.min(text.len())].matches('\n').count());
            diagnostics.push(file, line as u64, "", error.message(), "");
            None
        }
    }
}

/// The line of a text on which a value is first named in quotes, or 0.
pub(crate) fn line_of(text: &str, value: &str) -> u64 {
    let quoted = text.find(&format!("\"{value}\"")).or_else(|| text.find(value));
    quoted.map_or(0, |at| 1 + text[..at].matches('\n').count() as u64)
}

impl Manifest {
    pub(crate) fn read(folder: &Folder, diagnostics: &mut Diagnostics) -> Option<Self> {
        let (manifest, text): (Self, String) = read_toml(folder, FILE, diagnostics)?;
        let mut fault = |field: &str, value: &str, message: String, fix: &str| {
            diagnostics.push(FILE, line_of(&text, value), field, message, fix);
        };
        if manifest.end < manifest.start {
            let message = format!("{} is before the start, {}", manifest.end, manifest.start);
            fault("end", &manifest.end.to_string(), message, "");
        }
        if manifest.end - manifest.start > 1000 {
            fault("end", &manifest.end.to_string(), "the campaign is longer than 1000 days".to_owned(), "");
        }
        for text in manifest.heat.iter().flat_map(|heat| [&heat.from, &heat.to]) {
            if month_day(text).is_none() {
                fault("heat", text, format!("`{text}` is not a month and day"), "write it as in 07-15");
            }
        }
        Some(manifest)
    }

    /// Months and days of the heat; none where the file says nothing.
    pub(crate) fn heat(&self) -> [(u8, u8); 2] {
        let days = self.heat.as_ref().and_then(|heat| month_day(&heat.from).zip(month_day(&heat.to)));
        days.map_or([(13, 0), (0, 0)], |(from, to)| [from, to])
    }
}

fn month_day(text: &str) -> Option<(u8, u8)> {
    let (month, day) = text.split_once('-')?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((month, day))
}
