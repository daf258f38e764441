//! `cargo xtask validation MIDDLE.json [POSTERIOR.json]`: tables of the pages, made from what `huizhan validate --out` wrote.
//!
//! A page holds blocks from `<!-- validation:begin PARTS -->` to `<!-- validation:end -->`; what stands between is made anew. PARTS are
//! names of tables in the order wanted; `posterior` among them asks for the second file.

mod tables;
#[cfg(test)]
mod tests;

use crate::say;
use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use std::path::Path;

/// The pages.
const PAGES: [&str; 2] = ["README.md", "docs/validation.md"];
const BEGIN: &str = "<!-- validation:begin";
const END: &str = "<!-- validation:end -->";

/// Makes the blocks of the pages anew. Without the second file, blocks of the posterior stay as they are.
pub(crate) fn run(root: &Path, files: &[String]) -> Result<()> {
    let (middle, posterior) = match files {
        [middle] => (read(middle, false)?, None),
        [middle, posterior] => (read(middle, false)?, Some(read(posterior, true)?)),
        _ => bail!("`validation` takes one or two files that `huizhan validate --out` wrote: numbers at the middle of their ranges, then a posterior"),
    };
    let mut made = Vec::new();
    let mut blocks = 0;
    for page in PAGES {
        let held = std::fs::read_to_string(root.join(page)).with_context(|| format!("`{page}` cannot be read"))?;
        let (text, count) = renewed(&held, &middle, posterior.as_ref()).with_context(|| page.to_owned())?;
        blocks += count;
        made.push((page, text));
    }
    if blocks == 0 {
        bail!("no block was made: put `{BEGIN} scores -->` and `{END}` into a page");
    }
    for (page, text) in made {
        std::fs::write(root.join(page), text).with_context(|| format!("`{page}` cannot be written"))?;
    }
    say(&format!("xtask: validation: {blocks} blocks made anew"))
}

fn read(file: &str, posterior: bool) -> Result<Value> {
    let text = std::fs::read_to_string(file).with_context(|| format!("`{file}` cannot be read"))?;
    let value: Value = serde_json::from_str(&text).with_context(|| format!("`{file}` is no JSON"))?;
    if value["totals"].is_null() || value["tempo"].is_null() {
        bail!("`{file}` is no validation.json of this version: make it with `huizhan validate --out DIR`");
    }
    match (value["posterior"].is_null(), posterior) {
        (true, true) => bail!("`{file}` was played without a posterior: it goes first"),
        (false, false) => bail!("`{file}` was played with a posterior: it goes second"),
        _ => Ok(value),
    }
}

/// A page with its blocks made anew, and how many there were.
fn renewed(held: &str, middle: &Value, posterior: Option<&Value>) -> Result<(String, usize)> {
    let (mut text, mut rest, mut count) = (String::new(), held, 0);
    while let Some(at) = rest.find(BEGIN) {
        let after = &rest[at..];
        let head = after.find("-->").context("a block has no end to its first line")? + "-->".len();
        let end = after.find(END).context("a block has no end")?;
        if end < head || after[head..end].contains(BEGIN) {
            bail!("a block begins within a block");
        }
        let parts: Vec<&str> = after[BEGIN.len()..head - "-->".len()].split_whitespace().collect();
        if parts.iter().all(|part| *part == "posterior") {
            bail!("a block names no part: it would be emptied");
        }
        let of_posterior = parts.contains(&"posterior");
        let source = if of_posterior { posterior } else { Some(middle) };
        text.push_str(&rest[..at]);
        text.push_str(&after[..head]);
        match source {
            None => text.push_str(&after[head..end]),
            Some(source) => {
                text.push('\n');
                for part in parts.iter().filter(|part| **part != "posterior") {
                    text.push_str(&tables::part(part, source)?);
                    text.push('\n');
                }
                count += 1;
            }
        }
        text.push_str(END);
        rest = &after[end + END.len()..];
    }
    text.push_str(rest);
    Ok((text, count))
}
