//! Sectors: a defence in positions, reserves that go where the threat is, counter-attacks, refitting.

use crate::encircle;
use crate::gates::{self, Scene};
use crate::plan::{Plan, Sector};
use crate::withdrawal::{self, Leave};
use huizhan_base::{CellId, Draw, FormationId};
use huizhan_sim::{Activity, Motive, Order, Setting, Task, View, staff};

/// Where the formations of a plan's sectors are meant to stand.
#[derive(Debug, Clone, Default)]
pub(crate) struct Deployment {
    /// Sectors that have been opened.
    opened: Vec<bool>,
    /// Each formation: sectors it is named in, the position it is sent to, whether it refits.
    posts: Vec<Post>,
    threat: Vec<f64>,
    cover: Vec<f64>,
    /// Sectors whose threat and cover have been counted today.
    assessed: Vec<bool>,
    /// First entry of each sector in `threat` and `cover`.
    first: Vec<usize>,
    /// Formations fit to attack and their men, sorted by cell.
    fit: Vec<(CellId, FormationId, u32)>,
}

#[derive(Debug, Clone)]
struct Post {
    formation: FormationId,
    sectors: Vec<usize>,
    position: CellId,
    refits: bool,
    /// The sector it marches out of, and when.
    leave: Option<(usize, Leave)>,
}

/// Weight of enemy troops by their distance from a position (km, weight), `docs/model/command.md`. Starting values of the
/// tempo study (TEMPO-STUDY), which gives no range; assumption: weights within a third.
const THREAT_RINGS: [(f64, f64); 3] = [(90.0, 0.3), (50.0, 0.6), (25.0, 1.0)];

/// How far ahead of the enemy's ships a bank is reckoned in danger (metres). Assumption, 15-60 km.
const LANDING_AHEAD_M: u32 = 40_000;

impl Deployment {
    pub(crate) fn new(plan: &Plan, setting: &Setting) -> Self {
        let mut posts: Vec<Post> = Vec::new();
        let mut first = Vec::new();
        let mut count = 0;
        for (index, sector) in plan.sectors.iter().enumerate() {
            first.push(count);
            count += sector.positions.len();
            for formation in &sector.formations {
                match posts.binary_search_by_key(formation, |post| post.formation) {
                    Ok(at) => posts[at].sectors.push(index),
                    Err(at) => {
                        let position = setting.forces[formation.index()].sector;
                        let post = Post { formation: *formation, sectors: vec![index], position, refits: false, leave: None };
                        posts.insert(at, post);
                    }
                }
            }
        }
        let sectors = plan.sectors.len();
        Self {
            opened: vec![false; sectors],
            posts,
            threat: vec![0.0; count],
            cover: vec![0.0; count],
            assessed: vec![false; sectors],
            first,
            fit: Vec::new(),
        }
    }

    /// Orders of the day for every formation named in a sector.
    pub(crate) fn orders(&mut self, plan: &Plan, scene: Scene<'_>, orders: &mut Vec<Order>) {
        for (index, sector) in plan.sectors.iter().enumerate() {
            self.opened[index] |= gates::open(scene, &sector.gates);
        }
        self.march_out(plan, scene);
        self.assessed.fill(false);
        self.muster(scene);
        let mut posts = std::mem::take(&mut self.posts);
        for post in posts.iter_mut().filter(|post| scene.view.present(post.formation)) {
            let open = post.sectors.iter().rev().find(|sector| self.opened[**sector]);
            let active = open.is_some();
            let index = *open.unwrap_or(&post.sectors[0]);
            let (task, motive) = self.decide(scene, &plan.sectors[index], index, active, post);
            if scene.view.ordered(post.formation) != task {
                orders.push(Order { formation: post.formation, task, motive });
            }
        }
        self.posts = posts;
    }

    /// Counts out who leaves when in sectors that withdraw and have not been counted out yet. Who joins such a sector
    /// later has nobody to wait for.
    fn march_out(&mut self, plan: &Plan, scene: Scene<'_>) {
        for (index, sector) in plan.sectors.iter().enumerate().filter(|(index, sector)| sector.withdrawal.is_some() && self.opened[*index]) {
            let of_it = |post: &Post| post.sectors.iter().rev().find(|held| self.opened[**held]) == Some(&index);
            let fresh = |post: &&Post| post.leave.is_none_or(|(of, _)| of != index) && scene.view.present(post.formation);
            let joins: Vec<usize> =
                (0..self.posts.len()).filter(|at| of_it(&self.posts[*at]) && fresh(&&self.posts[*at])).collect();
            if joins.is_empty() {
                continue;
            }
            let formations: Vec<FormationId> = joins.iter().map(|at| self.posts[*at].formation).collect();
            let leaves = withdrawal::schedule(scene, sector, &formations);
            for (at, leave) in joins.into_iter().zip(leaves) {
                self.posts[at].leave = Some((index, leave));
            }
        }
    }

    /// Threat to every position of a sector and own men that cover it, counted when the first formation of the day asks.
    fn assess(&mut self, scene: Scene<'_>, sector: &Sector, index: usize) {
        if std::mem::replace(&mut self.assessed[index], true) {
            return;
        }
        let view = scene.view;
        let theatre = &view.setting().theatre;
        let enemy_ships = view.setting().river.as_ref().is_some_and(|river| river.side != view.side());
        let head = view.river_head_m();
        for (at, cell) in (self.first[index]..).zip(&sector.positions) {
            self.cover[at] = f64::from(view.own_men(*cell));
            self.threat[at] = 0.0;
            if view.enemy_holds(*cell) {
                continue;
            }
            let weighed = scene.sightings.iter().map(|sighting| {
                // from the outer ring inwards: most of what is seen lies outside all of them
                let inside = |ring: &&(f64, f64)| theatre.within_km(sighting.cell, *cell, ring.0);
                THREAT_RINGS.iter().take_while(inside).last().map_or(0.0, |(_, weight)| weight * f64::from(sighting.men))
            });
            self.threat[at] = weighed.sum();
            let landing = theatre.bank(*cell).is_some_and(|bank| (head..head + LANDING_AHEAD_M).contains(&bank.metres));
            if enemy_ships && landing {
                self.threat[at] += scene.doctrine.landing_threat_men;
            }
        }
    }

    /// Counts the men fit to attack.
    fn muster(&mut self, scene: Scene<'_>) {
        let view = scene.view;
        self.fit.clear();
        for post in self.posts.iter().filter(|post| view.present(post.formation) && fit(scene, post.formation)) {
            self.fit.push((view.cell(post.formation), post.formation, view.men(post.formation)));
        }
        self.fit.sort_unstable();
    }

    /// Men in a cell whom a formation can reckon with in an attack: of another war zone's only a share.
    fn support(&self, setting: &Setting, formation: FormationId, cell: CellId) -> f64 {
        let first = self.fit.partition_point(|(held, ..)| *held < cell);
        let here = self.fit[first..].iter().take_while(|(held, ..)| *held == cell);
        here.map(|(_, other, men)| {
            let share = if staff::apart(setting, formation, *other) { setting.parameters.command_seam_support } else { 1.0 };
            share * f64::from(*men)
        })
        .sum()
    }

    fn decide(&mut self, scene: Scene<'_>, sector: &Sector, index: usize, active: bool, post: &mut Post) -> (Task, Motive) {
        let view = scene.view;
        let formation = post.formation;
        let here = view.cell(formation);
        let doctrine = scene.doctrine;
        let weak = f64::from(view.men(formation)) < doctrine.refit_strength * f64::from(view.force(formation).establishment);
        if sector.withdrawal.is_some()
            && active
            && let Some((_, leave)) = post.leave
        {
            return marching_out(scene, sector, formation, leave);
        }
        if !view.force(formation).mobile {
            return (Task::Hold, Motive::Position);
        }
        post.refits = if post.refits {
            weak || view.cohesion(formation) < doctrine.refit_done_cohesion
        } else {
            weak || view.cohesion(formation) < doctrine.refit_cohesion
        };
        if post.refits {
            let rear = if view.enemy_holds(sector.rear) { here } else { sector.rear };
            return if rear == here { (Task::Hold, Motive::Refit) } else { (Task::Withdraw { to: rear }, Motive::Refit) };
        }
        let ring = if active && sector.encircle && !view.resting(formation) { encircle::step(scene, sector, formation) } else { encircle::Step::None };
        if let encircle::Step::Close(task) = ring {
            return (task, Motive::Encircle);
        }
        if active
            && sector.counter_attack
            && let Some(target) = self.counter_attack(scene, formation)
        {
            return (Task::Advance { to: target }, Motive::CounterAttack);
        }
        if let encircle::Step::Stand = ring {
            return (Task::Hold, Motive::Encircle);
        }
        if nearly_ringed(view, here)
            && let Some(to) = next_behind(view, sector, here)
        {
            post.position = to;
            return (Task::Withdraw { to }, Motive::FallBack);
        }
        if view.enemy_holds(post.position) {
            post.position = next_behind(view, sector, here).unwrap_or(here);
        } else if active && view.activity(formation) < Activity::Defence && view_draw(scene, formation) < doctrine.reaction_per_day {
            self.reinforce(scene, sector, index, post);
        }
        if post.position == here { (Task::Hold, Motive::Position) } else { (Task::March { to: post.position }, Motive::Position) }
    }

    /// Sends a formation to the position of its sector that lacks most against its threat.
    fn reinforce(&mut self, scene: Scene<'_>, sector: &Sector, index: usize, post: &mut Post) {
        self.assess(scene, sector, index);
        let view = scene.view;
        let per_enemy = scene.doctrine.men_per_enemy;
        let first = self.first[index];
        let men = f64::from(view.men(post.formation));
        let lack = |at: usize, without: f64| self.threat[first + at] - (self.cover[first + at] - without) / per_enemy;
        let held = sector.positions.iter().position(|cell| *cell == post.position);
        let now = held.map_or(0.0, |at| lack(at, men));
        let best = (0..sector.positions.len())
            .filter(|at| !view.enemy_holds(sector.positions[*at]) && self.threat[first + at] > 0.0)
            .map(|at| (lack(at, 0.0), at))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((_, at)) = best.filter(|(worth, at)| *worth > now && Some(*at) != held) {
            if let Some(held) = held {
                self.cover[first + held] -= men;
            }
            self.cover[first + at] += men;
            post.position = sector.positions[at];
        }
    }

    /// An enemy cell beside the formation that its side outweighs.
    fn counter_attack(&self, scene: Scene<'_>, formation: FormationId) -> Option<CellId> {
        let view = scene.view;
        let setting = view.setting();
        let here = view.cell(formation);
        if !view.touches_enemy(here) || !fit(scene, formation) {
            return None;
        }
        let edge = setting.sides[view.side().enemy().index()].quality_edge - setting.sides[view.side().index()].quality_edge;
        let weight = libm::exp(edge);
        setting
            .theatre
            .cells
            .around(here)
            .filter(|(direction, _)| setting.theatre.cells.barrier[here.index()][*direction] != 1)
            .filter_map(|(_, next)| {
                let at = scene.sightings.binary_search_by_key(&next, |sighting| sighting.cell).ok()?;
                let enemy = f64::from(scene.sightings[at].men) * weight;
                let own: f64 = setting.theatre.cells.around(next).map(|(_, cell)| self.support(setting, formation, cell)).sum();
                let ratio = own / enemy;
                (ratio >= scene.doctrine.counter_attack_ratio).then_some((ratio, next))
            })
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            .map(|(_, next)| next)
            .filter(|next| {
                // the staff decides about a place, not about each formation beside it
                let chance = scene.draws.at(view.date()).uniform(Draw::Decision, u32::from(next.0) | 1 << 16);
                chance < 2.0 * scene.doctrine.reaction_per_day || ordered_there(view, formation)
            })
    }
}

/// What a formation of a sector that withdraws does: it waits for its day, or goes for the last position that the enemy does
/// not hold. It waits no longer where it is worn out or nearly cut off.
fn marching_out(scene: Scene<'_>, sector: &Sector, formation: FormationId, leave: Leave) -> (Task, Motive) {
    let view = scene.view;
    let here = view.cell(formation);
    let worn = view.cohesion(formation) < scene.doctrine.refit_cohesion;
    if view.date() < leave.on && !worn && !nearly_ringed(view, here) {
        return (Task::Hold, if leave.rear_guard { Motive::RearGuard } else { Motive::MarchOut });
    }
    let last = sector.positions.iter().rev().find(|cell| !view.enemy_holds(**cell)).copied().unwrap_or(sector.rear);
    if last == here { (Task::Hold, Motive::Position) } else { (Task::Withdraw { to: last }, Motive::MarchOut) }
}

/// Whether a formation can be asked to attack.
fn fit(scene: Scene<'_>, formation: FormationId) -> bool {
    let view = scene.view;
    view.force(formation).mobile
        && view.cohesion(formation) >= scene.doctrine.counter_attack_cohesion
        && view.stock(formation) >= scene.doctrine.pause_stock_days
        && !view.resting(formation)
}

fn ordered_there(view: View<'_>, formation: FormationId) -> bool {
    matches!(view.ordered(formation), Task::Advance { .. })
}

fn view_draw(scene: Scene<'_>, formation: FormationId) -> f64 {
    scene.draws.at(scene.view.date()).uniform(Draw::Decision, u32::from(formation.0))
}

/// Whether the enemy holds all but one of the ways out of a cell.
fn nearly_ringed(view: View<'_>, here: CellId) -> bool {
    let cells = &view.setting().theatre.cells;
    let ways = cells.around(here).filter(|(direction, next)| {
        view.travel().foot[here.index()][*direction] != huizhan_theatre::IMPASSABLE && !view.enemy_holds(*next)
    });
    ways.count() <= 1
}

/// The nearest position of a sector, from the one held backwards, that the enemy does not hold.
fn next_behind(view: View<'_>, sector: &Sector, here: CellId) -> Option<CellId> {
    let from = sector.positions.iter().position(|cell| *cell == here).map_or(0, |at| at + 1);
    let behind = sector.positions[from..].iter().find(|cell| !view.enemy_holds(**cell) && **cell != here);
    behind.copied().or_else(|| Some(sector.rear).filter(|rear| !view.enemy_holds(*rear) && *rear != here))
}
