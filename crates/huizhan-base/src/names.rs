//! Names in the four languages of the project.

use crate::{Column, Diagnostics, Row, Table};
use serde::Serialize;

/// A name in English, Chinese (traditional and simplified) and Japanese.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Names {
    /// English, or a romanisation.
    pub en: String,
    /// Chinese, traditional script.
    pub zh_hant: String,
    /// Chinese, simplified script.
    pub zh_hans: String,
    /// Japanese.
    pub ja: String,
}

/// The four columns of a table that hold names.
#[derive(Debug, Clone, Copy)]
pub struct NameColumns([Column; 4]);

impl NameColumns {
    /// Finds the columns; missing ones are reported.
    pub fn find(table: &Table, diagnostics: &mut Diagnostics) -> Self {
        Self(["name_en", "name_zh_hant", "name_zh_hans", "name_ja"].map(|name| table.column(name, diagnostics)))
    }

    /// Reads the names of a row. The English one is required; the others may be empty where no source gives them.
    pub fn read(&self, row: Row<'_>, diagnostics: &mut Diagnostics) -> Names {
        let [en, zh_hant, zh_hans, ja] = self.0;
        Names {
            en: row.required(en, diagnostics).to_owned(),
            zh_hant: row.text(zh_hant).to_owned(),
            zh_hans: row.text(zh_hans).to_owned(),
            ja: row.text(ja).to_owned(),
        }
    }
}
