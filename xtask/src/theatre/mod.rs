//! `cargo xtask theatre`: makes the tables of a theatre from public packages and a build file.
//!
//! ```text
//! build.toml ---- packages (fetched once) ---- layers, elevation
//!                                                 |
//!   cells.csv  <- grid, water, heights, terrain, provinces
//!   hexsides.csv <- rivers joined, crossings counted
//!   banks.csv  <- sides of the great river, its measured line
//!   places.csv <- authored/places.csv + the cell of each
//!   routes.csv <- authored/routes.csv + the way of each, capacities
//! ```
//!
//! `docs/theatre.md` tells the rules. Nothing a run reads is made elsewhere.

mod banks;
#[cfg(test)]
mod committed;
mod elevation;
mod grid;
mod ground;
mod layers;
mod outline;
mod packages;
mod places;
mod plane;
mod provinces;
mod rivers;
mod routes;
mod spec;
mod tables;
#[cfg(test)]
mod tests;

use anyhow::{Context, Result, bail, ensure};
use packages::Packages;
use spec::Spec;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use tables::Table;

const USAGE: &str = "usage: cargo xtask theatre --out DIR [--spec FILE] [--cache DIR] [--check DIR]
  --out DIR    where the tables are written
  --spec FILE  build file (data/theatres/central-china/build.toml); authored/ lies beside it
  --cache DIR  where packages are kept (target/theatre-packages)
  --check DIR  compare with the tables there and fail where they differ";

struct Arguments {
    out: PathBuf,
    spec: PathBuf,
    cache: PathBuf,
    check: Option<PathBuf>,
}

impl Arguments {
    fn read(args: &[String]) -> Result<Self> {
        let mut out = None;
        let mut spec = PathBuf::from("data/theatres/central-china/build.toml");
        let mut cache = PathBuf::from("target/theatre-packages");
        let mut check = None;
        let mut args = args.iter();
        while let Some(name) = args.next() {
            let mut value = || {
                args.next()
                    .map(PathBuf::from)
                    .with_context(|| format!("`{name}` wants a value\n{USAGE}"))
            };
            match name.as_str() {
                "--out" => out = Some(value()?),
                "--spec" => spec = value()?,
                "--cache" => cache = value()?,
                "--check" => check = Some(value()?),
                other => bail!("`{other}` is unknown\n{USAGE}"),
            }
        }
        let out = out.with_context(|| format!("`--out` is missing\n{USAGE}"))?;
        Ok(Self {
            out,
            spec,
            cache,
            check,
        })
    }
}

/// Runs `cargo xtask theatre` with the arguments after that word.
///
/// # Errors
///
/// If a package cannot be fetched, an input is malformed, the great river leaks, or the tables differ from those of `--check`.
pub(crate) fn run(args: &[String]) -> Result<()> {
    let arguments = Arguments::read(args)?;
    let spec = Spec::read(&arguments.spec)?;
    let authored = arguments
        .spec
        .parent()
        .unwrap_or(Path::new("."))
        .join("authored");
    std::fs::create_dir_all(&arguments.out)
        .with_context(|| format!("{}: cannot be made", arguments.out.display()))?;
    tell(&format!("theatre {}", spec.id))?;
    let packages = Packages::fetch(&spec, &arguments.cache)?;
    let tables = build(&spec, &packages, &authored, &arguments.out)?;
    for table in &tables {
        table.write(&arguments.out)?;
    }
    match &arguments.check {
        Some(folder) => check(&tables, folder),
        None => Ok(()),
    }
}

fn tell(line: &str) -> Result<()> {
    writeln!(std::io::stdout(), "{line}").context("standard output is closed")
}

fn build(spec: &Spec, packages: &Packages, authored: &Path, out: &Path) -> Result<Vec<Table>> {
    let grid = grid::Grid::new(spec)?;
    let drawn = layers::drawn_lines(&authored.join("lines.geojson"))?;
    let lakes = layers::areas(spec, packages, "lakes")?;
    let water = ground::water(spec, &grid, &layers::areas(spec, packages, "land")?, &lakes);
    let heights = elevation::measure(spec, packages, &grid)?;
    let network = rivers::Network::new(spec, &grid, layers::rivers(spec, packages)?, &drawn);
    let terrain = ground::terrain(spec, &grid, &heights, &water, &network);
    let lines = layers::province_lines(spec, packages)?;
    let provinces = provinces::provinces(&grid, &terrain, &lines, &layers::towns(spec, packages)?);
    let sides = banks::sides(spec, &grid, &terrain, &network)?;
    let line = rivers::MeasuredLine::new(spec, &network)?;
    let banks = banks::banks(spec, &grid, &terrain, &network, &sides, &line);
    tell(&format!(
        "{} cells, {} hexsides, {} cells on the banks of {:.0} km of the {}: no way across but over a class 1 hexside",
        grid.len(),
        network.hexsides.len(),
        banks.len(),
        line.km[line.km.len() - 1],
        spec.banks.river
    ))?;
    let (place_table, placed) = places::place(
        &grid,
        &terrain,
        &sides,
        &Table::read(authored, "places.csv")?,
    )?;
    let ground = routes::Ground::new(spec, &grid, &terrain, &network, &sides, &banks, &drawn);
    let capacities = Table::read(authored, "capacities.csv")?;
    let route_authored = Table::read(authored, "routes.csv")?;
    let route_table = routes::lay_out(&ground, &route_authored, &capacities, &placed)?;
    tell_measured(&route_authored, &placed, &line)?;
    outline::write(spec, &network, &drawn, &lakes, out)?;
    Ok(vec![
        cell_table(spec, &grid, &heights, &water, &terrain, &provinces),
        hexside_table(&grid, &network),
        bank_table(spec, &grid, &banks),
        place_table,
        route_table,
    ])
}

/// Tells how well the lengths of the routes on the great river agree with the measured line.
fn tell_measured(
    authored: &Table,
    placed: &std::collections::BTreeMap<String, places::Placed>,
    line: &rivers::MeasuredLine,
) -> Result<()> {
    let mut worst = (0.0, String::new());
    let mut measured = 0;
    for row in authored.rows().filter(|row| {
        row.text("length_source")
            .is_ok_and(|source| source == "GEO")
    }) {
        let mut km = [0.0; 2];
        for (km, column) in km.iter_mut().zip(["from", "to"]) {
            *km = placed
                .get(row.text(column)?)
                .map_or(0.0, |place| line.project(place.point).1);
        }
        let gap = ((km[0] - km[1]).abs() - row.number("length_km")? / BENDS).abs();
        measured += 1;
        if gap > worst.0 {
            worst = (gap, row.text("id")?.to_owned());
        }
    }
    if measured == 0 {
        return Ok(());
    }
    tell(&format!(
        "{measured} routes on the river agree with its kilometres to {:.1} km ({})",
        worst.0, worst.1
    ))
}

/// What the bends the mapped line leaves out add to the length of a river route.
const BENDS: f64 = 1.06;

fn cell_table(
    spec: &Spec,
    grid: &grid::Grid,
    heights: &[elevation::Heights],
    water: &[ground::Water],
    terrain: &[&str],
    provinces: &[String],
) -> Table {
    let header = [
        "h3",
        "lat",
        "lon",
        "zone",
        "elevation_m",
        "elevation_max_m",
        "relief_m",
        "water_fraction",
        "terrain",
        "province",
    ];
    let mut table = Table::new("cells.csv", &header);
    for cell in 0..grid.len() {
        let [longitude, latitude] = grid.centres[cell];
        let metres = |value: f64| format!("{:.0}", value.round_ties_even());
        table.push(vec![
            grid.cells[cell].to_string(),
            format!("{latitude:.4}"),
            format!("{longitude:.4}"),
            spec.zone[grid.zones[cell]].name.clone(),
            metres(heights[cell].mean),
            metres(heights[cell].highest),
            metres(heights[cell].relief),
            format!("{:.2}", (water[cell].sea + water[cell].lake).min(1.0)),
            terrain[cell].to_owned(),
            provinces[cell].clone(),
        ]);
    }
    table
}

fn hexside_table(grid: &grid::Grid, network: &rivers::Network) -> Table {
    let mut table = Table::new("hexsides.csv", &["h3_a", "h3_b", "class", "rivers"]);
    for ((a, b), rivers) in &network.hexsides {
        let class = network.barrier(*a, *b).to_string();
        table.push(vec![
            grid.cells[*a].to_string(),
            grid.cells[*b].to_string(),
            class,
            rivers.join(";"),
        ]);
    }
    table
}

fn bank_table(spec: &Spec, grid: &grid::Grid, banks: &[banks::Bank]) -> Table {
    let mut table = Table::new("banks.csv", &["h3", "river", "km", "bank", "distance_km"]);
    for bank in banks {
        table.push(vec![
            grid.cells[bank.cell].to_string(),
            spec.banks.river.clone(),
            format!("{:.1}", bank.km),
            bank.side.letter().to_owned(),
            format!("{:.1}", bank.away_km),
        ]);
    }
    table
}

fn check(tables: &[Table], folder: &Path) -> Result<()> {
    let mut equal = true;
    for table in tables {
        let keys = if table.name == "hexsides.csv" { 2 } else { 1 };
        let comparison = table.compare(&Table::read(folder, &table.name)?, keys);
        equal &= comparison.is_equal();
        tell(&format!(
            "{}: {} rows in both, {} only made, {} only in {}",
            table.name,
            comparison.shared,
            comparison.only_here,
            comparison.only_there,
            folder.display()
        ))?;
        for (column, differing) in comparison
            .columns
            .iter()
            .filter(|(_, differing)| *differing > 0)
        {
            let share = 100.0 * (1.0 - *differing as f64 / comparison.shared.max(1) as f64);
            tell(&format!(
                "  {column}: {differing} rows differ, {share:.2} % agree"
            ))?;
        }
    }
    ensure!(
        equal,
        "the tables differ from those in {}",
        folder.display()
    );
    Ok(())
}
