//! Gates of a plan as text: `held(jiujiang)`, `not_before(1938-07-15)`, `at_least(2, lost(xinyang), lost(daye))`.

use huizhan_base::{CellId, Date};
use huizhan_command::Gate;

/// What names in a gate stand for.
pub(crate) trait Names {
    /// The cell of a place.
    fn place(&self, id: &str) -> Option<CellId>;
    /// An order of the high command.
    fn order(&self, id: &str) -> Option<usize>;
    /// An operation.
    fn operation(&self, id: &str) -> Option<usize>;
}

/// The kinds of gates, for messages.
const KINDS: &str = "held(place), lost(place), threatened(place), not_before(date), build_up(place), build_up(place, share 0-1), \
                     order(id), stalled(operation, days), clear(place), strength(operation, share 0-1), leaving(), \
                     dry(place), at_least(count, gate, ...)";

/// Reads a gate, or says what is wrong with it.
pub(crate) fn parse(text: &str, names: &dyn Names) -> Result<Gate, String> {
    let text = text.trim();
    let (kind, rest) = text.split_once('(').ok_or_else(|| format!("`{text}` is not a gate; use one of {KINDS}"))?;
    let inner = rest.strip_suffix(')').ok_or_else(|| format!("`{text}` lacks its closing bracket"))?;
    let arguments = split(inner);
    let first = arguments.first().copied().unwrap_or("");
    let place = || names.place(first).ok_or_else(|| format!("`{first}` is not a place"));
    Ok(match (kind.trim(), arguments.len()) {
        ("held", 1) => Gate::Held(place()?),
        ("lost", 1) => Gate::Lost(place()?),
        ("threatened", 1) => Gate::Threatened(place()?),
        ("not_before", 1) => Gate::NotBefore(first.parse::<Date>().map_err(|error| error.to_string())?),
        ("build_up", 1) => Gate::BuildUp(place()?, None),
        ("build_up", 2) => Gate::BuildUp(place()?, Some(share(arguments[1])?)),
        ("order", 1) => Gate::Order(names.order(first).ok_or_else(|| format!("`{first}` is not an order of this plan"))?),
        ("dry", 1) => Gate::Dry(place()?),
        ("stalled", 2) => {
            let operation = names.operation(first).ok_or_else(|| format!("`{first}` is not an operation of this plan"))?;
            Gate::Stalled(operation, i32::from(count(arguments[1])?))
        }
        ("clear", 1) => Gate::Clear(place()?),
        ("strength", 2) => {
            let operation = names.operation(first).ok_or_else(|| format!("`{first}` is not an operation of this plan"))?;
            Gate::Strength(operation, share(arguments[1])?)
        }
        ("leaving", 1) if first.is_empty() => Gate::Leaving,
        ("at_least", 2..) => {
            let inner = arguments[1..].iter().map(|text| parse(text, names)).collect::<Result<Vec<_>, _>>()?;
            Gate::AtLeast(usize::from(count(first)?), inner)
        }
        _ => return Err(format!("`{text}` is not a gate; use one of {KINDS}")),
    })
}

fn count(text: &str) -> Result<u16, String> {
    text.parse::<u16>().map_err(|_| format!("`{text}` is not a whole number"))
}

fn share(text: &str) -> Result<f64, String> {
    text.parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share)).ok_or_else(|| format!("`{text}` is not a share from 0 to 1"))
}

/// Splits at the commas that stand outside brackets.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts
}
