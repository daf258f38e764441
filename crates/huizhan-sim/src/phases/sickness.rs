//! Sickness: men fall sick by month, ground and supply, and come back. `docs/model/sickness.md`.

use crate::event::{Event, EventKind};
use crate::setting::Setting;
use crate::world::World;
use huizhan_base::{DayDraws, Draw, Draws, FormationId, SideId};
use huizhan_theatre::Terrain;

/// One day of falling sick and returning, for every formation.
pub(crate) fn spread(setting: &Setting, world: &mut World, seed: Draws, draws: DayDraws, events: &mut Vec<Event>) {
    let p = &setting.parameters;
    let month = world.date.month_day().0 as usize - 1;
    if world.scratch.constitution_seed != Some(seed) {
        world.scratch.constitution_seed = Some(seed);
        world.scratch.constitution.clear();
        // drawn once a run: some units drink worse water than others
        let first = seed.at(setting.start);
        let rate = |id: u32| libm::exp(p.sickness_spread * first.normal(Draw::Sickness, id | 1 << 16) - 0.5 * p.sickness_spread * p.sickness_spread);
        world.scratch.constitution.extend((0..setting.forces.len() as u32).map(rate));
    }
    let mut tally = [[0u32; 2]; 2];
    for index in 0..setting.forces.len() {
        let formation = FormationId::from_index(index);
        if !world.present(formation) {
            continue;
        }
        let force = &setting.forces[index];
        let side = &setting.sides[force.side.index()];
        let words = draws.words(Draw::Sickness, u32::from(formation.0), 0);
        let chance = |word: u32| (f64::from(word) + 0.5) / 4_294_967_296.0;
        let mut rate = side.sick_per_1000[month] / 1000.0 * world.scratch.constitution[index];
        if setting.theatre.cells.terrain[world.formations.cell[index].index()] == Terrain::Marsh {
            rate *= p.sickness_marsh;
        }
        // whole men: the fraction is a chance
        let men = &mut world.formations.men[index];
        let sick = &mut world.formations.sick[index];
        let fell = ((f64::from(*men) * rate + chance(words[0])) as u32).min(*men);
        let returned = ((f64::from(*sick) * side.recover_per_1000[month] / 1000.0 + chance(words[1])) as u32).min(*sick);
        *men = *men - fell + returned;
        *sick = *sick + fell - returned;
        tally[force.side.index()][0] += fell;
        tally[force.side.index()][1] += returned;
    }
    for side in SideId::BOTH {
        let [fell_sick, returned] = tally[side.index()];
        world.ledger[side.index()].sick += fell_sick;
        world.ledger[side.index()].recovered += returned;
        events.push(Event { date: world.date, kind: EventKind::Sickness { side, fell_sick, returned } });
    }
}
