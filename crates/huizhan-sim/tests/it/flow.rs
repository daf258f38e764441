//! The flow of supply against brute force: maximum flow by Edmonds and Karp 1972.

use huizhan_sim::flow::{self, Network, Tree};
use proptest::prelude::*;
use std::collections::VecDeque;

/// A network with what its sources give and its nodes want.
#[derive(Debug, Clone)]
struct Case {
    routes: Vec<(u32, u32)>,
    cost: Vec<u32>,
    capacity: Vec<f64>,
    given: Vec<f64>,
    wanted: Vec<f64>,
}

/// What a day's flow did.
struct Laid {
    delivered: Vec<f64>,
    carried: Vec<f64>,
    taken: Vec<f64>,
    left: Vec<f64>,
}

fn lay(case: &Case, rounds: usize) -> Laid {
    let network = Network::new(case.given.len(), &case.routes);
    let (mut routes, mut sources, mut wanted) = (case.capacity.clone(), case.given.clone(), case.wanted.clone());
    let mut delivered = vec![0.0; case.given.len()];
    let (mut tree, mut through) = (Tree::default(), Vec::new());
    for _ in 0..rounds {
        tree.grow(&network, &case.cost, &routes, &sources);
        flow::carry(&tree, &mut routes, &mut sources, &mut wanted, &mut delivered, &mut through);
    }
    let spent = |before: &[f64], after: &[f64]| before.iter().zip(after).map(|(before, after)| before - after).collect();
    Laid { delivered, carried: spent(&case.capacity, &routes), taken: spent(&case.given, &sources), left: wanted }
}

/// Maximum flow from all sources to all wants.
fn maximum(case: &Case) -> f64 {
    let nodes = case.given.len();
    let (source, sink) = (nodes, nodes + 1);
    let mut left = vec![vec![0.0; nodes + 2]; nodes + 2];
    for ((a, b), capacity) in case.routes.iter().zip(&case.capacity).filter(|((a, b), _)| a != b) {
        left[*a as usize][*b as usize] += capacity;
        left[*b as usize][*a as usize] += capacity;
    }
    for (node, (given, wanted)) in case.given.iter().zip(&case.wanted).enumerate() {
        left[source][node] = *given;
        left[node][sink] = *wanted;
    }
    let mut total = 0.0;
    loop {
        let mut before = vec![usize::MAX; nodes + 2];
        before[source] = source;
        let mut queue = VecDeque::from([source]);
        while let Some(here) = queue.pop_front() {
            for there in 0..nodes + 2 {
                if before[there] == usize::MAX && left[here][there] > 1e-9 {
                    before[there] = here;
                    queue.push_back(there);
                }
            }
        }
        if before[sink] == usize::MAX {
            return total;
        }
        let mut way = Vec::new();
        let mut node = sink;
        while node != source {
            way.push((node, before[node]));
            node = before[node];
        }
        let pass = way.iter().map(|(there, here)| left[*here][*there]).fold(f64::INFINITY, f64::min);
        for (there, here) in way {
            left[here][there] -= pass;
            left[there][here] += pass;
        }
        total += pass;
    }
}

const EPSILON: f64 = 1e-6;

/// Capacities of routes and sources kept, wants not exceeded, and what leaves the sources arrives.
fn assert_feasible(case: &Case, laid: &Laid) {
    for (carried, capacity) in laid.carried.iter().zip(&case.capacity) {
        assert!((-EPSILON..=capacity + EPSILON).contains(carried), "a route of {capacity} carries {carried}");
    }
    for (taken, given) in laid.taken.iter().zip(&case.given) {
        assert!((-EPSILON..=given + EPSILON).contains(taken), "a source of {given} gives {taken}");
    }
    for ((delivered, wanted), left) in laid.delivered.iter().zip(&case.wanted).zip(&laid.left) {
        assert!((-EPSILON..=wanted + EPSILON).contains(delivered), "{delivered} arrive where {wanted} are wanted");
        assert!((delivered + left - wanted).abs() < EPSILON, "what is wanted either arrives or is still wanted");
    }
    let (given, arrived) = (laid.taken.iter().sum::<f64>(), laid.delivered.iter().sum::<f64>());
    assert!((given - arrived).abs() < EPSILON, "{given} leave the sources, {arrived} arrive");
}

fn tonnes() -> impl Strategy<Value = f64> {
    (0..60u32).prop_map(f64::from)
}

/// A general network of up to nine nodes; some routes are closed, some wants and sources nothing.
fn network() -> impl Strategy<Value = Case> {
    (2..10usize).prop_flat_map(|nodes| {
        let route = ((0..nodes as u32, 0..nodes as u32), 1..90u32, tonnes());
        let node = (prop_oneof![2 => Just(0.0), 1 => tonnes()], tonnes());
        (prop::collection::vec(route, 1..18), prop::collection::vec(node, nodes)).prop_map(|(routes, nodes)| Case {
            routes: routes.iter().map(|route| route.0).collect(),
            cost: routes.iter().map(|route| route.1).collect(),
            capacity: routes.iter().map(|route| route.2).collect(),
            given: nodes.iter().map(|node| node.0).collect(),
            wanted: nodes.iter().map(|node| node.1).collect(),
        })
    })
}

/// A tree with one source, at its root: each node hangs on an earlier one.
fn tree() -> impl Strategy<Value = Case> {
    (1.0..100.0f64, prop::collection::vec((any::<prop::sample::Index>(), 1..90u32, tonnes(), tonnes()), 1..14)).prop_map(|(given, rows)| {
        let mut case = Case { routes: Vec::new(), cost: Vec::new(), capacity: Vec::new(), given: vec![given.floor()], wanted: vec![5.0] };
        for (parent, cost, capacity, wanted) in rows {
            let node = case.given.len();
            case.routes.push((parent.index(node) as u32, node as u32));
            case.cost.push(cost);
            case.capacity.push(capacity);
            case.given.push(0.0);
            case.wanted.push(wanted);
        }
        case
    })
}

proptest! {
    #[test]
    fn on_a_tree_one_round_is_the_maximum(case in tree()) {
        let laid = lay(&case, 1);
        assert_feasible(&case, &laid);
        let (arrived, most) = (laid.delivered.iter().sum::<f64>(), maximum(&case));
        prop_assert!((arrived - most).abs() < EPSILON, "{arrived} arrive, {most} could");
    }

    #[test]
    fn elsewhere_rounds_add_and_never_exceed_the_maximum(case in network()) {
        let once = lay(&case, 1);
        let all = lay(&case, flow::ROUNDS);
        assert_feasible(&case, &once);
        assert_feasible(&case, &all);
        let sum = |laid: &Laid| laid.delivered.iter().sum::<f64>();
        prop_assert!(sum(&all) <= maximum(&case) + EPSILON, "{} arrive, {} could", sum(&all), maximum(&case));
        prop_assert!(sum(&all) >= sum(&once) - EPSILON, "{} in all rounds, {} in the first", sum(&all), sum(&once));
        for (first, last) in once.delivered.iter().zip(&all.delivered) {
            prop_assert!(last >= &(first - EPSILON), "a later round takes nothing away");
        }
    }
}

#[test]
fn those_behind_a_narrow_route_share_alike() {
    let case = Case {
        routes: vec![(0, 1), (1, 2), (1, 3)],
        cost: vec![1; 3],
        capacity: vec![30.0, 100.0, 100.0],
        given: vec![1000.0, 0.0, 0.0, 0.0],
        wanted: vec![10.0, 20.0, 20.0, 20.0],
    };
    let laid = lay(&case, flow::ROUNDS);
    assert_eq!(laid.delivered, [10.0, 10.0, 10.0, 10.0]);
}

#[test]
fn a_second_way_brings_what_the_first_cannot() {
    let case = Case {
        routes: vec![(0, 1), (0, 2), (2, 1)],
        cost: vec![10, 10, 10],
        capacity: vec![30.0, 15.0, 50.0],
        given: vec![100.0, 0.0, 0.0],
        wanted: vec![0.0, 60.0, 0.0],
    };
    assert_eq!(lay(&case, 1).delivered, [0.0, 30.0, 0.0]);
    assert_eq!(lay(&case, 2).delivered, [0.0, 45.0, 0.0]);
}
