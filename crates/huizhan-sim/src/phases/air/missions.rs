//! What each group does today: one task a day, drawn by the shares of its standing tasks among those that have a target in reach.

use super::{EYES, Field, GroupState, Kind, NO_FIELD, Role, Scratch, State, Target, bases};
use crate::World;
use crate::phases::{ring, weather};
use crate::setting::Setting as Campaign;
use huizhan_base::{CellId, Date, DayDraws, Draw, FormationId, SideId};

/// Groups that fly together at most.
pub(super) const PARTS: usize = 12;
/// How far ahead of the swept river the ships of the other side are looked for (metres). Assumption, 20,000-60,000.
const SHIPS_AHEAD_M: u32 = 30_000;

/// Aircraft of one group in a mission.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Part {
    pub(super) group: u16,
    pub(super) aircraft: u16,
    pub(super) lost: u16,
}

/// The groups of a mission; without the heap, because there are many missions.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Parts {
    list: [Part; PARTS],
    count: usize,
}

impl Parts {
    /// Adds a group, if it is not too many.
    pub(super) fn push(&mut self, group: usize, aircraft: u16) -> bool {
        let free = self.count < PARTS && aircraft > 0;
        if free {
            self.list[self.count] = Part { group: group as u16, aircraft, lost: 0 };
            self.count += 1;
        }
        free
    }

    /// Keeps those wanted.
    pub(super) fn retain(&mut self, wanted: impl Fn(&Part) -> bool) {
        let old = *self;
        self.count = 0;
        for part in old.iter().filter(|part| wanted(part)) {
            self.list[self.count] = *part;
            self.count += 1;
        }
    }
}

impl std::ops::Deref for Parts {
    type Target = [Part];

    fn deref(&self) -> &[Part] {
        &self.list[..self.count]
    }
}

impl std::ops::DerefMut for Parts {
    fn deref_mut(&mut self) -> &mut [Part] {
        &mut self.list[..self.count]
    }
}

/// Where the target of a mission is described.
#[derive(Debug, Clone, Copy)]
pub(super) enum Aim {
    /// Nowhere but in the cell itself.
    Cell,
    /// A standing task and one of its targets.
    Task(u16, u16),
    /// An order.
    Order(u16),
    /// A formation that is cut off.
    Formation(FormationId),
}

/// Aircraft that go somewhere together.
#[derive(Debug, Clone)]
pub(super) struct Mission {
    pub(super) kind: Kind,
    pub(super) side: SideId,
    pub(super) cell: CellId,
    pub(super) aim: Aim,
    pub(super) bombers: Parts,
    pub(super) escorts: Parts,
}

impl Mission {
    /// The place it goes to, where the record describes it.
    pub(super) fn target<'a>(&self, setting: &'a Campaign) -> Option<&'a Target> {
        match self.aim {
            Aim::Task(task, at) => Some(&setting.air.tasks[task as usize].targets[at as usize]),
            Aim::Order(order) => Some(&setting.air.orders[order as usize].target),
            Aim::Cell | Aim::Formation(_) => None,
        }
    }
}

/// What the staffs of both sides need to know of the day.
struct Sky<'a> {
    setting: &'a Campaign,
    world: &'a World,
    today: DayDraws,
    /// Where ships of each side are found.
    ships: [Option<CellId>; 2],
}

/// Fills `scratch.missions` with the missions of the day, and notes who flies.
pub(super) fn assign(setting: &Campaign, world: &World, state: &mut State, today: DayDraws, scratch: &mut Scratch) {
    let groups = setting.air.groups.len();
    scratch.flown.clear();
    scratch.flown.resize(groups, [0; 2]);
    scratch.risen.clear();
    scratch.risen.resize(groups, 0);
    scratch.parked.clear();
    scratch.parked.resize(setting.air.fields.len(), 0);
    for slot in state.groups.iter().filter(|slot| slot.status == 1 && slot.field != NO_FIELD) {
        scratch.parked[slot.field as usize] += slot.aircraft;
    }
    scratch.fights.clear();
    let yesterday = world.date + -1;
    scratch.fights.extend(world.engagements.iter().filter(|engagement| engagement.last >= yesterday).map(|engagement| engagement.cell));
    scratch.ringed.clear();
    if setting.factors.airdrop > 0.0 {
        scratch.ringed.extend(world.present_formations().filter(|formation| ring::is_ringed(world, *formation)));
    }
    scratch.missions.clear();
    state.eyes.iter_mut().for_each(Vec::clear);
    state.on_ships = [0; 2];
    state.support.clear();
    ordered(setting, world.date, state, scratch);
    let sky = Sky { setting, world, today, ships: ships(setting, world) };
    for index in 0..groups {
        let role = setting.air.types[setting.air.groups[index].aircraft].role;
        if role != Role::Fighter && scratch.flown[index] == [0; 2] {
            standing(&sky, state, index, scratch);
        }
    }
    for index in 0..groups {
        let role = setting.air.types[setting.air.groups[index].aircraft].role;
        if role == Role::Fighter && scratch.flown[index] == [0; 2] {
            escort(&sky, state, index, scratch);
        }
    }
    call_off(setting, state, scratch);
}

/// Bombers whose arm does not send them alone stay at home where no fighters go with them and the enemy has at least as many based
/// about the target.
fn call_off(setting: &Campaign, state: &State, scratch: &mut Scratch) {
    let flown = &mut scratch.flown;
    scratch.missions.retain(|mission| {
        let alone = mission.escorts.is_empty() && !matches!(mission.aim, Aim::Order(_));
        let careful = |part: &Part| !setting.air.arms[setting.air.groups[part.group as usize].arm].alone;
        if !alone || !mission.bombers.iter().any(careful) {
            return true;
        }
        let bombers: u32 = mission.bombers.iter().map(|part| u32::from(part.aircraft)).sum();
        let stays = guards(setting, state, mission) >= bombers;
        if stays {
            mission.bombers.iter().for_each(|part| flown[part.group as usize][1] -= part.aircraft);
        }
        !stays
    });
}

/// Enemy fighters based within reach of the target of a mission.
fn guards(setting: &Campaign, state: &State, mission: &Mission) -> u32 {
    let mut fighters = 0;
    for (group, slot) in setting.air.groups.iter().zip(&state.groups) {
        let there = group.side != mission.side && slot.status == 1 && slot.field != NO_FIELD;
        if there
            && setting.air.types[group.aircraft].role == Role::Fighter
            && setting.air.fields[slot.field as usize].reaches(mission.cell, setting.parameters.air_intercept_km)
        {
            fighters += u32::from(slot.aircraft);
        }
    }
    fighters
}

/// Raids ordered for the day: the numbers ordered, as far as there are undamaged aircraft and crews.
fn ordered(setting: &Campaign, date: Date, state: &State, scratch: &mut Scratch) {
    for (at, order) in setting.air.orders.iter().enumerate().filter(|(_, order)| order.raid && order.date == date) {
        let Some(side) = order.parts.first().map(|(group, _)| setting.air.groups[*group as usize].side) else { continue };
        let kind = if order.target.field.is_some() { Kind::Field } else { Kind::City };
        let aim = Aim::Order(at as u16);
        let mut mission = Mission { kind, side, cell: order.target.cell, aim, bombers: Parts::default(), escorts: Parts::default() };
        for (group, number) in &order.parts {
            let aircraft = ready(&state.groups[*group as usize], *number);
            let fighter = setting.air.types[setting.air.groups[*group as usize].aircraft].role == Role::Fighter;
            let list = if fighter { &mut mission.escorts } else { &mut mission.bombers };
            if list.push(*group as usize, aircraft) {
                scratch.flown[*group as usize][1] += aircraft;
            }
        }
        if !mission.bombers.is_empty() || !mission.escorts.is_empty() {
            scratch.missions.push(mission);
        }
    }
}

/// What a group can make ready when its staff has prepared for the day: repairs are put off, so serviceability is no limit.
pub(super) fn ready(slot: &GroupState, number: u16) -> u16 {
    if slot.status != 1 || slot.field == NO_FIELD {
        return 0;
    }
    number.min(slot.aircraft.saturating_sub(slot.damaged)).min(slot.crews)
}

/// The mission of a group of bombers or scouts.
fn standing(sky: &Sky<'_>, state: &mut State, index: usize, scratch: &mut Scratch) {
    let setting = sky.setting;
    let group = &setting.air.groups[index];
    let fit = bases::fit(setting, state, index);
    if fit < 1.0 {
        return;
    }
    let field = &setting.air.fields[state.groups[index].field as usize];
    let [first, second, third, fourth] = sky.today.words(Draw::AirTask, index as u32, 0).map(unit);
    let rate = if setting.air.types[group.aircraft].role == Role::Scout { 0.5 } else { setting.air.arms[group.arm].bomber_sorties };
    let flying = weather::flying(setting, sky.world, field.cell);
    let sorties = fit * (rate * setting.factors.air * flying).min(1.0);
    let mut left = (sorties + third) as u16;
    let drop = airdrop(sky, index, field, scratch);
    if let Some((formation, share)) = drop {
        let part = (f64::from(left) * share + fourth) as u16;
        let cell = sky.world.formations.cell[formation.index()];
        launch(sky, scratch, index, Kind::Airdrop, cell, Aim::Formation(formation), part.min(left));
        left -= part.min(left);
    }
    if left == 0 {
        return;
    }
    let Some((kind, cell, aim)) = choose(sky, index, field, scratch, [first, second]) else { return };
    let scale = if matches!(kind, Kind::Support | Kind::Reconnaissance) { 1.0 } else { setting.factors.air_raids };
    // clouds over the target turn aircraft back before they meet anybody
    let over = weather::flying(setting, sky.world, cell) / flying.max(1e-9);
    let left = (f64::from(left) * over.min(1.0) * scale + fourth * f64::from(u8::from(scale > 0.0))) as u16;
    if kind == Kind::Reconnaissance {
        watch(sky, state, index, field, aim, left);
        scratch.flown[index][1] += left;
    } else {
        launch(sky, scratch, index, kind, cell, aim, left);
    }
}

/// Adds sorties of a group to a mission of its side, or starts one.
fn launch(sky: &Sky<'_>, scratch: &mut Scratch, index: usize, kind: Kind, cell: CellId, aim: Aim, aircraft: u16) {
    if aircraft == 0 {
        return;
    }
    let side = sky.setting.air.groups[index].side;
    scratch.flown[index][1] += aircraft;
    let mut same = scratch.missions.iter_mut().filter(|mission| mission.kind == kind && mission.cell == cell && mission.side == side);
    if !same.any(|mission| mission.bombers.push(index, aircraft)) {
        let mut bombers = Parts::default();
        bombers.push(index, aircraft);
        scratch.missions.push(Mission { kind, side, cell, aim, bombers, escorts: Parts::default() });
    }
}

/// The cut-off formation of its side that a group drops supplies to: the nearest in reach, then the first by id.
fn airdrop(sky: &Sky<'_>, index: usize, field: &Field, scratch: &Scratch) -> Option<(FormationId, f64)> {
    let setting = sky.setting;
    let group = &setting.air.groups[index];
    let tasks = group.tasks.iter().map(|task| &setting.air.tasks[*task as usize]);
    let share = tasks.filter(|task| task.kind == Kind::Airdrop && active(task.days, sky.world.date)).map(|task| task.share).next()?;
    let radius = setting.air.types[group.aircraft].radius_km;
    let ours = scratch.ringed.iter().filter(|formation| setting.forces[formation.index()].side == group.side);
    let km = |formation: FormationId| field.km[sky.world.formations.cell[formation.index()].index()];
    let best = ours.map(|formation| (km(*formation), *formation)).min()?;
    (f64::from(best.0) <= radius).then_some((best.1, share))
}

fn active(days: [Date; 2], date: Date) -> bool {
    days[0] <= date && date <= days[1]
}

/// Draws one of a group's tasks by share, among those with a target in reach, and one of its targets.
fn choose(sky: &Sky<'_>, index: usize, field: &Field, scratch: &Scratch, draws: [f64; 2]) -> Option<(Kind, CellId, Aim)> {
    let tasks = &sky.setting.air.groups[index].tasks;
    // how many targets each task has today; a group has few tasks
    let mut found = [0usize; 16];
    let mut total = 0.0;
    for (slot, task) in tasks.iter().enumerate().take(found.len()) {
        found[slot] = targets(sky, index, *task, field, scratch).count();
        if found[slot] > 0 {
            total += sky.setting.air.tasks[*task as usize].share;
        }
    }
    let mut mark = draws[0] * total;
    for (slot, task) in tasks.iter().enumerate().take(found.len()).filter(|(slot, _)| found[*slot] > 0) {
        mark -= sky.setting.air.tasks[*task as usize].share;
        if mark <= 0.0 || slot + 1 == tasks.len() {
            let nth = ((draws[1] * found[slot] as f64) as usize).min(found[slot] - 1);
            let (cell, aim) = targets(sky, index, *task, field, scratch).nth(nth)?;
            return Some((sky.setting.air.tasks[*task as usize].kind, cell, aim));
        }
    }
    None
}

/// The targets of a task in reach today.
fn targets<'a>(sky: &'a Sky<'_>, index: usize, task: u16, field: &'a Field, scratch: &'a Scratch) -> impl Iterator<Item = (CellId, Aim)> + 'a {
    let (setting, world) = (sky.setting, sky.world);
    let group = &setting.air.groups[index];
    let (side, enemy) = (group.side, group.side.enemy());
    let radius = setting.air.types[group.aircraft].radius_km;
    let row = &setting.air.tasks[task as usize];
    let raids_off = setting.factors.air_raids <= 0.0 && !matches!(row.kind, Kind::Support | Kind::Reconnaissance);
    let on = active(row.days, world.date) && row.kind != Kind::Airdrop && !raids_off;
    let places = row.targets.iter().enumerate().filter(move |(_, target)| {
        let holder = world.control[target.cell.index()];
        match row.kind {
            Kind::Field => holder == enemy.0 && target.field.is_some_and(|field| scratch.parked[field as usize] > 0),
            Kind::Reconnaissance => holder != side.0,
            _ => holder == enemy.0,
        }
    });
    let places = places.map(move |(at, target)| (target.cell, Aim::Task(task, at as u16)));
    let ships = sky.ships[enemy.index()].filter(|_| row.kind == Kind::Ships).map(|cell| (cell, Aim::Cell));
    let fights = scratch.fights.iter().filter(move |_| row.kind == Kind::Support).map(|cell| (*cell, Aim::Cell));
    let all = places.chain(ships).chain(fights);
    all.filter(move |(cell, _)| on && field.reaches(*cell, radius))
}

/// Where ships of each side are: those of the side that opens the river at its head, those of the other some way above it.
fn ships(setting: &Campaign, world: &World) -> [Option<CellId>; 2] {
    let mut cells = [None; 2];
    let Some(river) = &setting.river else { return cells };
    let banks = &setting.theatre.banks;
    let at = |metres: u32| banks.get(banks.partition_point(|bank| bank.metres < metres)).map(|bank| bank.cell);
    let head = world.river.head_m;
    cells[river.side.index()] = at(head).or(banks.last().map(|bank| bank.cell));
    cells[river.side.enemy().index()] = at(head.saturating_add(SHIPS_AHEAD_M));
    cells
}

/// Aircraft look at the place drawn and at the next ones of the list in reach, one sortie a place.
fn watch(sky: &Sky<'_>, state: &mut State, index: usize, field: &Field, aim: Aim, sorties: u16) {
    let setting = sky.setting;
    let group = &setting.air.groups[index];
    let Aim::Task(task, first) = aim else { return };
    let row = &setting.air.tasks[task as usize];
    let radius = setting.air.types[group.aircraft].radius_km;
    let eyes = &mut state.eyes[group.side.index()];
    let mut left = sorties;
    for step in 0..row.targets.len() {
        let Target { cell, place, .. } = row.targets[(first as usize + step) % row.targets.len()];
        let theirs = sky.world.control[cell.index()] != group.side.0;
        if left == 0 || eyes.len() == EYES {
            return;
        }
        if theirs && !eyes.contains(&(cell, place)) && field.reaches(cell, radius) {
            eyes.push((cell, place));
            left -= 1;
        }
    }
}

/// Fighters go with the raid of their side in reach that has most bombers; fields and towns, which are guarded, come first, then
/// the first by cell.
fn escort(sky: &Sky<'_>, state: &State, index: usize, scratch: &mut Scratch) {
    let setting = sky.setting;
    let group = &setting.air.groups[index];
    let share = setting.air.arms[group.arm].escort;
    let fit = bases::fit(setting, state, index) * share;
    if fit < 1.0 {
        return;
    }
    let field = &setting.air.fields[state.groups[index].field as usize];
    let radius = setting.air.types[group.aircraft].radius_km;
    let reached = scratch.missions.iter_mut().filter(|mission| {
        mission.side == group.side
            && !matches!(mission.aim, Aim::Order(_))
            && mission.escorts.len() < PARTS
            && field.reaches(mission.cell, radius)
    });
    let best = reached.max_by_key(|mission| {
        let guarded = matches!(mission.kind, Kind::Field | Kind::City);
        let bombers: u16 = mission.bombers.iter().map(|part| part.aircraft).sum();
        (guarded, bombers, std::cmp::Reverse(mission.cell))
    });
    let Some(mission) = best else { return };
    let flying = weather::flying(setting, sky.world, field.cell);
    let aircraft = (fit * (setting.factors.air * flying).min(1.0)) as u16;
    if mission.escorts.push(index, aircraft) {
        scratch.flown[index][1] += aircraft;
    }
}

/// The middle of one of 2^32 equal parts of (0, 1).
pub(super) fn unit(word: u32) -> f64 {
    (f64::from(word) + 0.5) / 4_294_967_296.0
}
