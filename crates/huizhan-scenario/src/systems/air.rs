//! Setting of the system `air`.

use super::Context;
use huizhan_base::{CellId, Date, Diagnostics, Names, SideId};
use huizhan_record::{AirGroupRow, AirOrderRow, AirTaskRow};
use huizhan_sim::air::{Aircraft, Arm, Field, Group, Kind, Order, Role, Setting, Target, Task};
use huizhan_theatre::RouteKind;

const ARMS: &str = "record/air_arms.csv";
const FIELDS: &str = "record/airfields.csv";
const GROUPS: &str = "record/air_groups.csv";
const ORDERS: &str = "record/air_orders.csv";
const TASKS: &str = "record/air_tasks.csv";
/// Fields are bits of a word.
const FIELDS_MAX: usize = 64;
/// Tasks that a group can choose among.
const TASKS_MAX: usize = 16;

/// Makes it from the record; faults are reported.
pub(crate) fn setting(context: &Context<'_>, diagnostics: &mut Diagnostics) -> Setting {
    let record = &context.record.air;
    let mut setting = Setting { types: types(context), arms: arms(context, diagnostics), ..Setting::default() };
    setting.fields = fields(context, diagnostics);
    let groups = record.groups.iter().filter_map(|row| group(context, &setting, row, diagnostics));
    setting.groups = groups.collect();
    for row in &record.tasks {
        task(context, &mut setting, row, diagnostics);
    }
    let orders = record.orders.iter().filter_map(|row| order(context, &setting, row, diagnostics));
    setting.orders = orders.collect();
    setting
}

fn types(context: &Context<'_>) -> Vec<Aircraft> {
    let role = |word: &str| match word {
        "fighter" => Role::Fighter,
        "scout" => Role::Scout,
        _ => Role::Bomber,
    };
    let rows = context.record.air.types.iter();
    rows.map(|row| Aircraft { role: role(&row.role), radius_km: row.radius_km, bombs_kg: row.bombs_kg, crew: row.crew, edge: row.edge }).collect()
}

fn arms(context: &Context<'_>, diagnostics: &mut Diagnostics) -> Vec<Arm> {
    let mut arms: Vec<Arm> = Vec::new();
    for row in &context.record.air.arms {
        if arms.last().is_none_or(|arm| arm.id != row.arm) {
            arms.push(Arm { id: row.arm.clone(), ..Arm::default() });
        }
        let Some(arm) = arms.last_mut() else { continue };
        match row.key.as_str() {
            "serviceable" => arm.serviceable = row.value.clamp(0.0, 1.0),
            "bomber_sorties" => arm.bomber_sorties = row.value.max(0.0),
            "escort" => arm.escort = row.value.clamp(0.0, 1.0),
            "alone" => arm.alone = row.value > 0.0,
            "edge" => arm.edge = row.value,
            "decline" => arm.decline = row.value.max(0.0),
            "crews" => arm.crews = row.value.max(0.0),
            "replaced" => arm.replaced = row.value.max(0.0),
            "crews_replaced" => arm.crews_replaced = row.value.max(0.0),
            "soviet_supply" => arm.soviet_supply = row.value.clamp(0.0, 1.0),
            "volunteers" => arm.volunteers = row.value > 0.0,
            _ => {
                let known = "serviceable, bomber_sorties, escort, alone, edge, decline, crews, replaced, crews_replaced, soviet_supply, volunteers";
                diagnostics.push(ARMS, row.line, "key", format!("`{}` is unknown", row.key), format!("use one of: {known}"));
            }
        }
    }
    arms
}

fn fields(context: &Context<'_>, diagnostics: &mut Diagnostics) -> Vec<Field> {
    let theatre = context.theatre;
    let rows = &context.record.air.fields;
    if rows.len() > FIELDS_MAX {
        diagnostics.push(FIELDS, 0, "", format!("there are {} airfields", rows.len()), format!("give at most {FIELDS_MAX}"));
    }
    let mut fields = Vec::new();
    for row in rows.iter().take(FIELDS_MAX) {
        let Some(place) = context.places().find(FIELDS, row.line, "place", &row.place, diagnostics) else { continue };
        let cell = theatre.places[place.index()].cell;
        let all = || (0..theatre.cells.len()).map(CellId::from_index);
        let near = all().filter(|other| theatre.within_km(cell, *other, context.parameters.air_field_safe_km)).collect();
        let km = all().map(|other| theatre.distance_km(cell, other).round() as u16).collect();
        fields.push(Field { place, cell, capacity: row.capacity, near, km });
    }
    fields
}

/// First and last day of what may be open at either end.
fn days(context: &Context<'_>, from: Option<Date>, to: Option<Date>) -> [Date; 2] {
    [from.unwrap_or(context.start), to.unwrap_or(context.end)]
}

fn group(context: &Context<'_>, setting: &Setting, row: &AirGroupRow, diagnostics: &mut Diagnostics) -> Option<Group> {
    let mut unknown = |field: &str, id: &str, table: &str| {
        diagnostics.push(GROUPS, row.line, field, format!("`{id}` is unknown"), format!("add it to {table}, or correct it"));
    };
    let types = &context.record.air.types;
    let aircraft = types.iter().position(|held| held.id == row.aircraft_type);
    if aircraft.is_none() {
        unknown("type", &row.aircraft_type, "record/aircraft.csv");
    }
    let arm = setting.arms.iter().position(|held| held.id == row.arm);
    let arm_row = context.record.air.arms.iter().find(|held| held.arm == row.arm);
    if arm.is_none() {
        unknown("arm", &row.arm, ARMS);
    }
    let formation = context.record.formation(&row.formation);
    if formation.is_none() {
        unknown("formation", &row.formation, "record/formations.csv");
    }
    let base = context.theatre.place(&row.base).and_then(|place| setting.fields.iter().position(|field| field.place == place));
    if base.is_none() {
        unknown("base", &row.base, FIELDS);
    }
    let aim = row.aim.as_deref().and_then(|id| context.places().find(GROUPS, row.line, "aim", id, diagnostics));
    let (aircraft, arm, formation) = (aircraft?, arm?, formation?);
    let side = context.side(&arm_row?.side)?;
    let both = |formation: &str, aircraft: &str| if aircraft.is_empty() { String::new() } else { format!("{formation} ({aircraft})") };
    let (f, a) = (&formation.names, &types[aircraft].names);
    Some(Group {
        id: row.id.clone(),
        names: Names { en: both(&f.en, &a.en), zh_hant: both(&f.zh_hant, &a.zh_hant), zh_hans: both(&f.zh_hans, &a.zh_hans), ja: both(&f.ja, &a.ja) },
        side,
        arm,
        aircraft,
        establishment: row.aircraft,
        base: base? as u8,
        days: days(context, row.from, row.to),
        aim: aim.map(|place| context.theatre.places[place.index()].cell),
        tasks: Vec::new(),
    })
}

/// A place as a target, with its field and its railways.
fn target(context: &Context<'_>, fields: &[Field], id: &str, file: &str, line: u64, diagnostics: &mut Diagnostics) -> Option<Target> {
    let place = context.places().find(file, line, "target", id, diagnostics)?;
    let routes = context.theatre.routes.iter().enumerate();
    let rails = routes.filter(|(_, route)| route.kind == RouteKind::Rail && (route.from == place || route.to == place));
    Some(Target {
        place,
        cell: context.theatre.places[place.index()].cell,
        field: fields.iter().position(|field| field.place == place).map(|at| at as u8),
        routes: rails.map(|(index, _)| index as u16).collect(),
    })
}

/// The group of an id; an unknown one is reported.
fn find_group(setting: &Setting, file: &str, line: u64, id: &str, diagnostics: &mut Diagnostics) -> Option<usize> {
    let found = setting.groups.iter().position(|group| group.id == *id);
    if found.is_none() {
        diagnostics.push(file, line, "groups", format!("no air group has the id `{id}`"), "add it to record/air_groups.csv, or correct it");
    }
    found
}

fn task(context: &Context<'_>, setting: &mut Setting, row: &AirTaskRow, diagnostics: &mut Diagnostics) {
    let Some(kind) = Kind::from_word(&row.kind) else { return };
    let targets: Vec<Target> =
        row.targets.iter().filter_map(|id| target(context, &setting.fields, id, TASKS, row.line, diagnostics)).collect();
    let placed = matches!(kind, Kind::Field | Kind::City | Kind::Rail | Kind::Reconnaissance);
    if placed == row.targets.is_empty() {
        let message = if placed { "the task has no place to go to" } else { "the task goes where ships or troops are" };
        diagnostics.push(TASKS, row.line, "targets", message, "give places for field, city, rail and reconnaissance, none for the rest");
    }
    for (id, found) in row.targets.iter().zip(&targets) {
        if kind == Kind::Field && found.field.is_none() || kind == Kind::Rail && found.routes.is_empty() {
            let message = format!("`{id}` has no {}", if kind == Kind::Field { "airfield" } else { "railway" });
            diagnostics.push(TASKS, row.line, "targets", message, "");
        }
    }
    let number = setting.tasks.len() as u16;
    setting.tasks.push(Task { kind, targets, share: row.share, days: days(context, row.from, row.to) });
    for id in &row.groups {
        let Some(group) = find_group(setting, TASKS, row.line, id, diagnostics) else { continue };
        let tasks = &mut setting.groups[group].tasks;
        tasks.push(number);
        if tasks.len() > TASKS_MAX {
            diagnostics.push(TASKS, row.line, "groups", format!("`{id}` has too many tasks"), format!("give a group at most {TASKS_MAX}"));
        }
    }
}

fn order(context: &Context<'_>, setting: &Setting, row: &AirOrderRow, diagnostics: &mut Diagnostics) -> Option<Order> {
    let target = target(context, &setting.fields, &row.target, ORDERS, row.line, diagnostics)?;
    let mut parts = Vec::new();
    let mut sides: Vec<SideId> = Vec::new();
    for (id, number) in row.groups.iter().zip(&row.aircraft) {
        let Some(group) = find_group(setting, ORDERS, row.line, id, diagnostics) else { continue };
        parts.push((group as u16, *number));
        sides.push(setting.groups[group].side);
    }
    sides.dedup();
    if sides.len() > 1 {
        diagnostics.push(ORDERS, row.line, "groups", "groups of both sides stand in one order", "give each side an order of its own");
    }
    if !(context.start..=context.end).contains(&row.date) {
        let message = format!("{} is not within the campaign, {} to {}", row.date, context.start, context.end);
        diagnostics.push(ORDERS, row.line, "date", message, "");
    }
    if !row.event.is_empty() && !context.record.chronology.iter().any(|event| event.id == row.event) {
        diagnostics.push(ORDERS, row.line, "event", format!("no event has the id `{}`", row.event), "add it to record/chronology.csv");
    }
    Some(Order { id: row.id.clone(), event: row.event.clone(), date: row.date, raid: row.raid, target, parts, forewarned: row.forewarned })
}
