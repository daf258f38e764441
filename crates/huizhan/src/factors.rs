//! `huizhan factors`: what can be switched off or scaled.

use crate::terminal::{say, table};
use huizhan_sim::Factors;
use std::process::ExitCode;

/// Prints every factor: name, levels, default, what it does, its page.
pub(crate) fn factors() -> anyhow::Result<ExitCode> {
    let mut rows = vec![["factor", "levels", "default", "page", "what it scales or switches"].map(str::to_owned).to_vec()];
    for factor in Factors::ALL {
        let level = |value: f64| match (factor.switch, value > 0.0) {
            (true, true) => "on".to_owned(),
            (true, false) => "off".to_owned(),
            (false, _) => value.to_string(),
        };
        let levels = if factor.switch { "off, on".to_owned() } else { format!("{} to {}", factor.levels[0], factor.levels[1]) };
        let page = format!("docs/model/{}.md", factor.page);
        rows.push(vec![factor.name.to_owned(), levels, level(factor.default), page, factor.what.to_owned()]);
    }
    say(&table(&rows))?;
    say("\nset one with: huizhan run --set NAME=VALUE (numbers of the model and of sides, as japan.supply_capacity=0.5, may be set as well)\n")?;
    Ok(ExitCode::SUCCESS)
}
