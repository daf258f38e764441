//! `huizhan factors`: what can be switched off or scaled.

use crate::arguments::FactorsArguments;
use crate::terminal::{say, table};
use huizhan_scenario::{Scenario, Settable};
use huizhan_sim::Factors;
use std::process::ExitCode;

/// Prints every factor: name, levels, default, what it does, its page; and the numbers, where they are asked for.
pub(crate) fn factors(arguments: &FactorsArguments) -> anyhow::Result<ExitCode> {
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
    if arguments.all {
        say(&numbers(&Scenario::open_with(&arguments.scenario, &[])?.settable()))?;
    }
    say("\nset one with: huizhan run --set NAME=VALUE (numbers of the model and of sides, as japan.supply_capacity=0.5, may be set as well)\n")?;
    Ok(ExitCode::SUCCESS)
}

/// Numbers as a table, what they mean at the end of each line.
fn numbers(settable: &[Settable]) -> String {
    let head = ["number", "value", "least", "most", "unit"].map(str::to_owned).to_vec();
    let row = |number: &Settable| {
        let unit = if number.unit.is_empty() { "ratio" } else { &number.unit };
        vec![number.name.clone(), number.value.to_string(), number.low.to_string(), number.high.to_string(), unit.to_owned()]
    };
    let lines = table(&std::iter::once(head).chain(settable.iter().map(row)).collect::<Vec<_>>());
    let ends = std::iter::once("meaning [sources]".to_owned()).chain(settable.iter().map(|number| format!("{} [{}]", number.meaning, number.source).trim_start().to_owned()));
    lines.lines().zip(ends).fold(String::from("\n"), |text, (line, end)| text + line + "  " + &end + "\n")
}
