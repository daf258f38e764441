use crate::draws::philox;
use crate::{Date, Diagnostics, Draw, Draws, Folder, ROWS_MAX, Table};

/// Known answers of Random123 (Salmon et al. 2011), file `kat_vectors`.
#[test]
fn philox_gives_the_published_answers() {
    assert_eq!(philox([0; 4], [0; 2]), [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
    assert_eq!(philox([u32::MAX; 4], [u32::MAX; 2]), [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
    assert_eq!(
        philox([0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0]),
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
    );
}

#[test]
fn normal_draws_have_mean_zero_and_variance_one() {
    let draws = Draws::new(1938).at("1938-06-11".parse().unwrap());
    let sample: Vec<f64> = (0..20_000).map(|id| draws.normal(Draw::Test, id)).collect();
    let mean = sample.iter().sum::<f64>() / 20_000.0;
    let variance = sample.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 20_000.0;
    assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.04, "mean {mean}, variance {variance}");
}

#[test]
fn draws_of_another_day_purpose_or_id_are_others() {
    let day: Date = "1938-06-11".parse().unwrap();
    let draws = Draws::new(1);
    let base = draws.at(day).words(Draw::Retreat, 3, 0);
    assert_ne!(base, draws.at(day + 1).words(Draw::Retreat, 3, 0));
    assert_ne!(base, draws.at(day).words(Draw::Rest, 3, 0));
    assert_ne!(base, draws.at(day).words(Draw::Retreat, 4, 0));
    assert_ne!(base, Draws::new(2).at(day).words(Draw::Retreat, 3, 0));
}

fn folder(text: &'static [u8]) -> Folder {
    Folder::Embedded(vec![("t.csv".to_owned(), text)])
}

#[test]
fn faults_of_a_table_are_reported_together_with_row_and_field() {
    let text = b"id,men,day\na,-5,1938-06-11\nb,12,1938-02-30\nc,\xff,1938-06-11\nd,1\ne,7,1938-06-11\n";
    let mut diagnostics = Diagnostics::default();
    let table = Table::read(&folder(text), "t.csv", &mut diagnostics);
    let (men, day) = (table.column("men", &mut diagnostics), table.column("day", &mut diagnostics));
    let mut read = Vec::new();
    for row in table.rows() {
        let men = row.number(men, &(0..=100_000u32), &mut diagnostics);
        let day = row.date(day, &mut diagnostics);
        read.extend(men.zip(day));
    }
    assert_eq!(read.len(), 1, "one sound row");
    let messages: Vec<String> = diagnostics.list().iter().map(ToString::to_string).collect();
    assert_eq!(
        messages,
        [
            "t.csv:4: men: is not UTF-8; save the file as UTF-8",
            "t.csv:5: has 2 fields, the header has 3; quote a value that holds a comma",
            "t.csv:2: men: `-5` is not a number from 0 to 100000",
            "t.csv:3: day: `1938-02-30` is not a date: write year-month-day as in 1938-06-11, years 1600 to 2100",
        ]
    );
}

#[test]
fn a_missing_file_and_a_missing_column_are_reported() {
    let mut diagnostics = Diagnostics::default();
    Table::read(&folder(b""), "other.csv", &mut diagnostics);
    let table = Table::read(&folder(b"id\na\n"), "t.csv", &mut diagnostics);
    let men = table.column("men", &mut diagnostics);
    assert!(table.rows().all(|row| row.number(men, &(0..=9u32), &mut diagnostics).is_none()));
    assert_eq!(diagnostics.list().len(), 2, "{diagnostics}");
}

#[test]
fn a_million_rows_are_refused() {
    let mut text = String::from("id\n");
    for _ in 0..1_000_000 {
        text.push_str("x\n");
    }
    let mut diagnostics = Diagnostics::default();
    let table = Table::read(&folder(text.leak().as_bytes()), "t.csv", &mut diagnostics);
    assert!(table.is_empty());
    assert_eq!(diagnostics.list().len(), 1);
    assert!(diagnostics.to_string().contains(&ROWS_MAX.to_string()), "{diagnostics}");
}

#[test]
fn dates_outside_the_range_are_refused() {
    for text in ["1938-13-01", "38-06-11", "0938-06-11", "2938-06-11", "", "1938/06/11"] {
        assert!(text.parse::<Date>().is_err(), "{text}");
    }
}
