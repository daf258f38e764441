//! A small campaign written as text, made into a scenario, and played.
//!
//! ```text
//! map                     rows of tokens: terrain (p plain, h hills, m mountains, w marsh, l lake) and a place (a letter)
//!     pA p hB             a cell's neighbours: left, right, above it and above to the left, below and below to the right
//! road A B 20             a route: kind, ends, length (km); more words: capacity=9 (tonnes a day), mined
//! wall 2 A B              a river of a class between two neighbouring places
//! bank A 100              a bank cell and its kilometre; ships b A: side b has shipping, berthed at A
//! fort B 3                a fort line at a place, and the days to clear its boom
//! source b A 500          tonnes a day; draft b 50: replacements a day; set b forage_kg 0: a number of a side
//! b1 A 8000               a formation (its side is its first letter), place, men; more words: class=A guns=9 garrison day=3
//! order 0 b1 advance B    on day 0 (hold march advance withdraw land); at 2 1 is the cell right of B's neighbour, by row
//! have b1 stock=0 cohesion=3000 men=2000
//! days 5
//! ```

use h3o::{CellIndex, CoordIJ, LatLng, LocalIJ, Resolution};
use huizhan_base::{CellId, Draws, Folder};
use huizhan_scenario::Scenario;
use huizhan_sim::{EngagementResult, Event, EventKind, Motive, Order, Setting, Status, Task, World, step};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A case that is ready to be played.
pub(crate) struct Case {
    pub(crate) scenario: Scenario,
    pub(crate) world: World,
    orders: Vec<(i32, Order)>,
    days: i32,
}

#[derive(Default)]
struct Tables {
    files: BTreeMap<&'static str, String>,
    orders: Vec<String>,
    have: Vec<String>,
    river: String,
    days: i32,
}

const HEADERS: &[(&str, &str)] = &[
    ("theatres/patch/cells.csv", "h3,lat,lon,terrain"),
    ("theatres/patch/hexsides.csv", "h3_a,h3_b,class"),
    ("theatres/patch/banks.csv", "h3,km,bank"),
    ("theatres/patch/places.csv", "id,name_en,name_zh_hant,name_zh_hans,name_ja,kind,lat,lon,h3"),
    ("theatres/patch/routes.csv", "id,from,to,kind,owner,state,capacity_tonnes_per_day,length_km"),
    ("record/sources.csv", "key,grade,kind,description"),
    ("record/sides.csv", "id,name_en,name_zh_hant,name_zh_hans,name_ja,source"),
    (
        "record/formations.csv",
        "id,side,parent,echelon,kind,name_en,name_zh_hant,name_zh_hans,name_ja,strength_men,strength_low,strength_high,\
         strength_source,guns,guns_source,quality,quality_source,start_place,arrival_date,arrival_source,sector,deploy,source,\
         confidence,note",
    ),
    ("record/side_parameters.csv", "side,key,value,low,high,unit,source,note"),
    ("record/supply_sources.csv", "id,side,place,tonnes_per_day,low,high,source,note"),
    ("record/replacements.csv", "id,side,date_from,date_to,men_per_day,low,high,source,note"),
    (
        "record/barriers.csv",
        "id,river,side,name_en,name_zh_hant,name_zh_hans,name_ja,forts,place,boom_days_low,boom_days_high,mines,source",
    ),
];

/// The cell in a row and a column of the map: a patch of the H3 grid north of the middle Yangtze.
fn h3(row: i32, column: i32) -> CellIndex {
    let anchor = LatLng::new(32.5, 115.0).unwrap().to_cell(Resolution::Five);
    let origin = anchor.to_local_ij(anchor).unwrap().coord;
    CellIndex::try_from(LocalIJ::new(anchor, CoordIJ::new(origin.i + column, origin.j + row))).unwrap()
}

impl Tables {
    fn row(&mut self, file: &str, row: &str) {
        let (name, _) = HEADERS.iter().find(|(name, _)| name.ends_with(file)).expect("a table of the case");
        let text = self.files.get_mut(name).expect("every table has a header");
        text.push_str(row);
        text.push('\n');
    }

    fn map_row(&mut self, row: i32, line: &str, at: &mut BTreeMap<String, CellIndex>) {
        for (column, token) in (0..).zip(line.split_whitespace()) {
            let cell = h3(row, column);
            let terrain = match &token[..1] {
                "p" => "plain",
                "h" => "hills",
                "m" => "mountains",
                "w" => "marsh",
                "l" => "lake",
                other => panic!("`{other}` is no terrain"),
            };
            let point = LatLng::from(cell);
            self.row("cells.csv", &format!("{cell},{:.4},{:.4},{terrain}", point.lat(), point.lng()));
            if let Some(place) = token.get(1..).filter(|place| !place.is_empty()) {
                self.row("theatres/patch/places.csv", &format!("{place},{place},,,,town,{:.4},{:.4},{cell}", point.lat(), point.lng()));
                at.insert(place.to_owned(), cell);
            }
        }
    }

    fn line(&mut self, words: &[&str], at: &BTreeMap<String, CellIndex>) {
        let more = |key: &str| words.iter().find_map(|word| word.strip_prefix(key)?.strip_prefix('='));
        match *words {
            ["road" | "rail" | "track" | "river" | "lake" | "sea", from, to, km, ..] => {
                let capacity = more("capacity").unwrap_or("1000");
                let state = if words.contains(&"mined") { "mined" } else { "open" };
                self.row("routes.csv", &format!("{from}-{to},{from},{to},{},none,{state},{capacity},{km}", words[0]));
            }
            ["wall", class, a, b] => self.row("hexsides.csv", &format!("{},{},{class}", at[a], at[b])),
            ["bank", place, km] => self.row("banks.csv", &format!("{},{km},L", at[place])),
            ["ships", side, berth] => self.river = format!("\n[river]\nside = \"{side}\"\nhead = \"{berth}\"\n"),
            ["fort", place, days] => self.row("barriers.csv", &format!("line-{place},Yangtze,r,Line,,,,{place},{place},{days},{days},0,TEST")),
            ["source", side, place, tonnes] => self.row("supply_sources.csv", &format!("{side}-{place},{side},{place},{tonnes},,,TEST,")),
            ["draft", side, men] => self.row("replacements.csv", &format!("{side},{side},1938-04-01,1938-06-01,{men},,,TEST,")),
            ["set", side, key, value] => self.row("side_parameters.csv", &format!("{side},{key},{value},{value},{value},unit,TEST,")),
            ["order", ..] => self.orders.push(words[1..].join(" ")),
            ["have", ..] => self.have.push(words[1..].join(" ")),
            ["days", days] => self.days = days.parse().unwrap(),
            [id, place, men, ..] => {
                let echelon = if words.contains(&"garrison") { "garrison" } else { "division" };
                let (guns, class) = (more("guns").unwrap_or("0"), more("class").unwrap_or("B"));
                let day: i32 = more("day").unwrap_or("0").parse().unwrap();
                self.row("formations.csv", &format!(
                    "{id},{},,{echelon},infantry,{id},,,,{men},,,TEST,{guns},TEST,{class},TEST,{place},1938-04-{:02},TEST,,yes,TEST,high,",
                    &id[..1],
                    1 + day
                ));
            }
            _ => panic!("`{}` is not a line of a case", words.join(" ")),
        }
    }
}

impl Case {
    /// Reads a case.
    pub(crate) fn read(text: &str) -> Self {
        let mut tables = Tables { days: 1, ..Tables::default() };
        for (name, header) in HEADERS {
            tables.files.insert(name, format!("{header}\n"));
        }
        tables.row("record/sources.csv", "TEST,A,test,a test");
        tables.row("record/sides.csv", "b,Blue,,,,TEST");
        tables.row("record/sides.csv", "r,Red,,,,TEST");
        let mut at = BTreeMap::new();
        let mut row = None;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let on_map = line.starts_with("    ");
            match row {
                _ if words == ["map"] => row = Some(0),
                Some(number) if on_map => {
                    tables.map_row(number, line, &mut at);
                    row = Some(number + 1);
                }
                _ => tables.line(&words, &at),
            }
        }
        let manifest = "id = \"case\"\nname_en = \"Case\"\ntheatre = \"patch\"\nstart = \"1938-04-01\"\nend = \"1938-12-31\"\n";
        let theatre = "id = \"patch\"\nname_en = \"Patch\"\nh3_resolution = 5\n";
        let wanted = tables.files.iter().filter(|(_, text)| text.lines().count() > 1 || text.contains("h3_a"));
        let mut files: Vec<(String, String)> = wanted.map(|(name, text)| ((*name).to_owned(), text.clone())).collect();
        files.push(("scenario.toml".to_owned(), manifest.to_owned() + &tables.river));
        files.push(("theatres/patch/theatre.toml".to_owned(), theatre.to_owned()));
        files.sort();
        let files = files.into_iter().map(|(name, text)| (name, &*text.into_bytes().leak())).collect();
        let scenario = Scenario::load(&Folder::Embedded(files)).unwrap_or_else(|invalid| panic!("{invalid}"));
        let mut world = World::new(&scenario.setting);
        tables.have.iter().for_each(|line| have(&scenario.setting, &mut world, line));
        let orders = tables.orders.iter().map(|line| order(&scenario.setting, line)).collect();
        Self { scenario, world, orders, days: tables.days }
    }

    /// Plays a day under a seed.
    pub(crate) fn day(&mut self, seed: u64) -> Vec<Event> {
        let day = self.world.date - self.scenario.setting.start;
        let orders: Vec<Order> = self.orders.iter().filter(|(due, _)| *due == day).map(|(_, order)| *order).collect();
        step(&self.scenario.setting, &mut self.world, &orders, Draws::new(seed))
    }

    /// Plays all days and tells them, one line a day on which anything is worth telling; then how all stand.
    pub(crate) fn tell(mut self) -> String {
        let mut text = String::new();
        for day in 0..self.days {
            let before = self.world.formations.cell.clone();
            let head = self.world.river.head_m;
            let events = self.day(7);
            let setting = &self.scenario.setting;
            let mut told: Vec<String> = events.iter().filter_map(|event| tell_event(setting, event)).collect();
            for formation in self.world.present_formations() {
                let index = formation.index();
                let moved = before[index] != self.world.formations.cell[index];
                let thrown = told.iter().any(|line| line.starts_with(&format!("{} driven", setting.forces[index].id)));
                if moved && !thrown {
                    told.push(format!("{} at {}", setting.forces[index].id, cell_name(setting, self.world.formations.cell[index])));
                }
            }
            if self.world.river.head_m != head {
                told.push(format!("ships at km {}", self.world.river.head_m / 1000));
            }
            if !told.is_empty() {
                writeln!(text, "{day}: {}", told.join(", ")).unwrap();
            }
        }
        for index in 0..self.scenario.setting.forces.len() {
            let (f, force) = (&self.world.formations, &self.scenario.setting.forces[index]);
            let standing = match f.status[index] {
                Status::Waiting => "waits".to_owned(),
                Status::Destroyed => "destroyed".to_owned(),
                Status::Present => format!("{} at {}", f.men[index], cell_name(&self.scenario.setting, f.cell[index])),
            };
            writeln!(text, "{} {standing}", force.id).unwrap();
        }
        text
    }
}

fn have(setting: &Setting, world: &mut World, line: &str) {
    let mut words = line.split_whitespace();
    let index = setting.force(words.next().unwrap()).expect("a formation").index();
    for word in words {
        let (key, value) = word.split_once('=').expect("a key and a value");
        match key {
            "stock" => world.formations.stock[index] = value.parse().unwrap(),
            "cohesion" => world.formations.cohesion[index] = value.parse().unwrap(),
            "men" => world.formations.men[index] = value.parse().unwrap(),
            other => panic!("`{other}` is nothing a formation has"),
        }
    }
}

fn order(setting: &Setting, line: &str) -> (i32, Order) {
    let words: Vec<&str> = line.split_whitespace().collect();
    let to = || -> CellId {
        if words[3] == "at" {
            let (row, column) = (words[4].parse().unwrap(), words[5].parse().unwrap());
            return setting.theatre.cells.find(u64::from(h3(row, column))).expect("a cell of the map");
        }
        setting.theatre.places[setting.theatre.place(words[3]).expect("a place").index()].cell
    };
    let task = match words[2] {
        "hold" => Task::Hold,
        "march" => Task::March { to: to() },
        "advance" => Task::Advance { to: to() },
        "withdraw" => Task::Withdraw { to: to() },
        "land" => Task::Land { to: to() },
        other => panic!("`{other}` is no task"),
    };
    (words[0].parse().unwrap(), Order { formation: setting.force(words[1]).expect("a formation"), task, motive: Motive::Other })
}

/// A cell by its place, else by its row and column.
fn cell_name(setting: &Setting, cell: CellId) -> String {
    if let Some(place) = setting.theatre.places.iter().find(|place| place.cell == cell) {
        return place.id.clone();
    }
    let index = setting.theatre.cells.h3[cell.index()];
    let found = (0..12).flat_map(|row| (0..12).map(move |column| (row, column))).find(|(row, column)| u64::from(h3(*row, *column)) == index);
    found.map_or_else(String::new, |(row, column)| format!("{row},{column}"))
}

fn tell_event(setting: &Setting, event: &Event) -> Option<String> {
    let id = |formation: huizhan_base::FormationId| setting.forces[formation.index()].id.as_str();
    Some(match &event.kind {
        EventKind::Entered { formation, .. } => format!("{} enters", id(*formation)),
        EventKind::OrderTaken { formation, due, .. } if *due > event.date => format!("{} ordered for day {}", id(*formation), *due - setting.start),
        EventKind::OrderRefused { formation, reason, .. } => format!("{} refused: {reason:?}", id(*formation)),
        EventKind::EngagementDay(day) => {
            let result = match day.result {
                EngagementResult::Continues => "goes on",
                EngagementResult::Repulsed => "repulsed",
                EngagementResult::GroundGained => "gains ground",
                EngagementResult::DrivenOff => "takes it",
                EngagementResult::GaveWay => "breaks them",
            };
            format!("fight at {}: {result}", cell_name(setting, day.cell))
        }
        EventKind::Retreated { formation, to, .. } => format!("{} driven to {}", id(*formation), cell_name(setting, *to)),
        EventKind::Destroyed { formation, .. } => format!("{} destroyed", id(*formation)),
        EventKind::Landed { formation, cell, .. } => format!("{} lands at {}", id(*formation), cell_name(setting, *cell)),
        EventKind::BarrierFallen { boom_days, .. } => format!("line falls, boom {boom_days} days"),
        EventKind::BarrierOpen { .. } => "line open".to_owned(),
        EventKind::Shortage { formation, .. } => format!("{} short", id(*formation)),
        _ => return None,
    })
}
