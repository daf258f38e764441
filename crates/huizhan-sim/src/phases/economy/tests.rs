//! The rules of the economy alone.

use super::law::{asked_kg, issued, ration, whole};
use super::Munitions;

#[test]
fn a_flow_loses_no_fraction() {
    for rate in [0.0, 0.3, 260.0, 2100.7] {
        let sum: u32 = (0..155).map(|day| whole(rate, day)).sum();
        assert_eq!(sum, (rate * 155.0) as u32, "{rate} a day");
    }
}

#[test]
fn a_stock_without_inflow_sinks_and_never_ends() {
    let munitions = Munitions { stock_tonnes: 0.0, engaged_kg: 0.5, quiet_kg: 0.1, elsewhere_tonnes: 70.0, cover_days: 60.0 };
    let mut stock = 12_000_000.0;
    let mut before = f64::MAX;
    for _ in 0..400 {
        let asked = asked_kg(&munitions, 100_000, 700_000);
        let used = asked * ration(stock, asked, munitions.cover_days);
        assert!(used <= before, "rationing never lets more through as the stock sinks");
        before = used;
        stock -= used;
        assert!(stock > 0.0);
    }
    assert!(stock < 500_000.0, "after 400 days {stock} kg are left");
}

#[test]
fn rationing_takes_munitions_and_no_food() {
    assert!((issued(0.3, 0.0) - 0.7).abs() < 1e-12, "food and fodder come without munitions");
    assert!((issued(0.3, 1.0) - 1.0).abs() < 1e-12);
}
