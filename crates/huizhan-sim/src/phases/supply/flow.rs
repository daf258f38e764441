//! Capacity-limited flow over a network of places and routes.
//!
//! Supply takes the cheapest way from a source; each route and source carries no more than its capacity. Flow is laid
//! in rounds: every round builds the tree of cheapest ways over what is left, carries what the tree can carry (exactly
//! its maximum), and the next round tries what is still wanted over other ways. On a network that is a tree one round is
//! the maximum flow; elsewhere the rounds find a flow that no cheapest way can add to, at most [`ROUNDS`] times.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Most rounds of a day.
pub const ROUNDS: usize = 2;

/// No node, no arc.
pub const NONE: u32 = u32::MAX;
/// A node that no source reaches.
pub const UNREACHED: u32 = u32::MAX;

/// Arcs of a network, both directions of a route next to each other in two nodes' lists.
#[derive(Debug, Clone, Default)]
pub struct Network {
    /// For each node the range of its arcs.
    pub first: Vec<u32>,
    /// The far node of each arc.
    pub to: Vec<u32>,
    /// The route of each arc: its capacity is shared by both directions.
    pub route: Vec<u32>,
}

impl Network {
    /// A network of `nodes` nodes and routes given by their two ends.
    #[must_use]
    pub fn new(nodes: usize, routes: &[(u32, u32)]) -> Self {
        let ways = routes.iter().enumerate().filter(|(_, (a, b))| a != b);
        let mut arcs: Vec<(u32, u32, u32)> = ways.flat_map(|(route, (a, b))| [(*a, route as u32, *b), (*b, route as u32, *a)]).collect();
        arcs.sort_unstable();
        Self {
            first: (0..=nodes as u32).map(|node| arcs.partition_point(|(from, ..)| *from < node) as u32).collect(),
            to: arcs.iter().map(|(_, _, to)| *to).collect(),
            route: arcs.iter().map(|(_, route, _)| *route).collect(),
        }
    }

    /// How many nodes there are.
    #[must_use]
    pub fn nodes(&self) -> usize {
        self.first.len().saturating_sub(1)
    }
}

/// The tree of cheapest ways from the sources, and the lists that computing it needs.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// Cost of the way to each node.
    pub cost: Vec<u32>,
    /// The node before each node on that way, or `NONE` (for a source, or where there is no way).
    pub parent: Vec<u32>,
    /// The route from it.
    pub route: Vec<u32>,
    /// Nodes reached, nearest first.
    pub order: Vec<u32>,
    /// Nodes to look at: cost in the high half, node in the low one.
    heap: BinaryHeap<Reverse<u64>>,
}

impl Tree {
    /// Grows the tree from nodes with something left to give, over routes with capacity left (Dijkstra 1959; ties by
    /// node).
    pub fn grow(&mut self, network: &Network, route_cost: &[u32], route_left: &[f64], source_left: &[f64]) {
        let nodes = network.nodes();
        self.cost.clear();
        self.cost.resize(nodes, UNREACHED);
        self.parent.clear();
        self.parent.resize(nodes, NONE);
        self.route.clear();
        self.route.resize(nodes, NONE);
        self.order.clear();
        self.heap.clear();
        for (node, left) in source_left.iter().enumerate() {
            if *left > 0.0 {
                self.cost[node] = 0;
                self.heap.push(Reverse(node as u64));
            }
        }
        while let Some(Reverse(key)) = self.heap.pop() {
            let (cost, node) = ((key >> 32) as u32, key as u32);
            if cost != self.cost[node as usize] || self.order.last() == Some(&node) {
                continue;
            }
            self.order.push(node);
            let arcs = network.first[node as usize] as usize..network.first[node as usize + 1] as usize;
            for (to, route) in network.to[arcs.clone()].iter().zip(&network.route[arcs]) {
                let (to, route) = (*to as usize, *route as usize);
                if route_left[route] <= 0.0 {
                    continue;
                }
                let through = cost.saturating_add(route_cost[route]);
                if through < self.cost[to] {
                    self.cost[to] = through;
                    self.parent[to] = node;
                    self.route[to] = route as u32;
                    self.heap.push(Reverse(u64::from(through) << 32 | to as u64));
                }
            }
        }
    }
}

/// Carries what the tree can of `wanted` (tonnes at each node), takes it from `wanted`, routes and sources, and adds it
/// to `delivered`. Where a route is too narrow, those behind it get the same share of what they want.
pub fn carry(
    tree: &Tree,
    route_left: &mut [f64],
    source_left: &mut [f64],
    wanted: &mut [f64],
    delivered: &mut [f64],
    through: &mut Vec<f64>,
) {
    through.clear();
    through.extend_from_slice(wanted);
    // up: what wants to pass through each node, cut at the route that leads to it
    for node in tree.order.iter().rev().map(|node| *node as usize) {
        let parent = tree.parent[node];
        if parent != NONE {
            let pass = through[node].min(route_left[tree.route[node] as usize]);
            through[parent as usize] += pass;
        }
    }
    // down: what does pass, as a share of what wanted to
    for node in tree.order.iter().map(|node| *node as usize) {
        let want = through[node];
        let parent = tree.parent[node];
        let comes = if parent == NONE {
            let comes = want.min(source_left[node]);
            source_left[node] -= comes;
            comes
        } else {
            let route = tree.route[node] as usize;
            // `through` of the parent now holds the share that passes it
            let comes = want.min(route_left[route]) * through[parent as usize];
            route_left[route] -= comes;
            comes
        };
        let share = if want > 0.0 { comes / want } else { 0.0 };
        delivered[node] += wanted[node] * share;
        wanted[node] -= wanted[node] * share;
        through[node] = share;
    }
}
