use crate::{Commander, Doctrine, Script};
use huizhan_base::{FormationId, SideId};
use huizhan_scenario::Scenario;
use huizhan_sim::{Motive, Order, Task, View, World};

#[test]
fn every_rule_of_doctrine_is_set_by_its_key() {
    let mut doctrine = Doctrine::zero();
    for (value, key) in Doctrine::KEYS.iter().enumerate() {
        assert!(doctrine.set(key, value as f64), "{key}");
    }
    for (value, key) in Doctrine::KEYS.iter().enumerate() {
        assert_eq!(doctrine.get(key).map(f64::to_bits), Some((value as f64).to_bits()), "{key}");
    }
    assert!(!doctrine.set("no_such_rule", 1.0));
    assert_eq!(doctrine.get("no_such_rule"), None);
}

#[test]
fn a_script_gives_each_order_on_its_day() {
    let setting = Scenario::embedded("teaching-crossing").unwrap().setting;
    let order = |formation: u16| Order { formation: FormationId(formation), task: Task::Hold, motive: Motive::Other };
    let start = setting.start;
    // given in any order; what lies before the first day is past
    let mut script = Script::new(vec![(start + 2, order(3)), (start, order(1)), (start + -1, order(0)), (start + 2, order(2))]);
    let mut world = World::new(&setting);
    let mut given = Vec::new();
    for _ in 0..4 {
        let mut orders = Vec::new();
        script.orders(View::new(&setting, &world, SideId(0)), &mut orders);
        given.push(orders.iter().map(|order| order.formation.0).collect::<Vec<_>>());
        world.date = world.date + 1;
    }
    assert_eq!(given, [vec![1], vec![], vec![3, 2], vec![]]);
}
