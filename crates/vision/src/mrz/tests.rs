//! The zone from pictures, from probabilities, and under its check digits.

use image::RgbImage;
use proptest::prelude::*;

use super::{
    cells::{Cells, decode},
    lattice::choose,
    places::of_lines,
    symbols::{COUNT, FILLER, Row, Steps, character, symbol},
    *,
};
use crate::{
    geometry::{Projection, Quad, px},
    testing, warp,
};

/// ICAO 9303-4, appendix A, and -5, -6, -7; the one-line form is made from the known layout.
const TD3: [&str; 2] =
    ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
const TD1: [&str; 3] =
    ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"];
const TD2: [&str; 2] = ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"];
const ONE_LINE: [&str; 1] = ["CSCA00000015<2812092<9003071<0"];

fn read(picture: &RgbImage) -> Option<Found> {
    find(&testing::networks(), picture, &[]).unwrap()
}

#[test]
fn every_form_is_read_from_a_picture_at_every_turn() {
    for lines in [&TD3[..], &TD1, &TD2, &ONE_LINE] {
        for picture in testing::quarter_turns(&testing::page(lines)) {
            let found = read(&picture).expect("a zone");
            assert_eq!(found.mrz.lines, lines);
            assert!(found.valid() && found.repaired_count == 0);
            assert_eq!(found.rows.len(), lines.len());
        }
    }
}

#[test]
fn a_document_seen_aslant_is_set_straight_and_its_lines_are_shown_where_they_stand() {
    let page = testing::page(&TD3);
    let (w, h) = (page.width() as f32, page.height() as f32);
    let document = Quad([px(150.0, 160.0), px(1300.0, 40.0), px(1390.0, 400.0), px(90.0, 330.0)]);
    let flat = Quad::rectangle(0.0, 0.0, w, h);
    let onto_page = Projection::between(&document, &flat).unwrap();
    let seen = Quad(Quad::rectangle(0.0, 0.0, 1500.0, 500.0).0.map(|p| onto_page.map(p)));
    let picture = warp::cut_out(&page, &seen, 1500, 500).unwrap();
    let found = find(&testing::networks(), &picture, &[document]).unwrap().expect("a zone");
    assert_eq!(found.mrz.lines, TD3);
    assert!(found.valid());
    let first = found.rows[0].0.map(|p| onto_page.map(p));
    // Where `testing::page` draws the first bar.
    let printed = Quad::rectangle(60.0, 60.0, 44.0 * 26.0, 20.0).0;
    assert!(first.iter().zip(printed).all(|(a, b)| a.minus(b).length() < 8.0), "{first:?}");
}

#[test]
fn rows_follow_a_bent_page() {
    // The lines of the page lie on parabolas that are ten pixels deep, half a line's height.
    let page = testing::page(&TD3);
    let depth = |x: u32| (40.0 * (x as f32 / page.width() as f32 - 0.5).powi(2)) as u32;
    let bent = RgbImage::from_fn(page.width(), page.height(), |x, y| {
        *page.get_pixel(x, (y + depth(x)).min(page.height() - 1))
    });
    let found = read(&bent).expect("a zone");
    assert_eq!(found.mrz.lines, TD3);
    assert!(found.valid());
}

#[test]
fn a_line_without_fillers_is_no_obstacle() {
    // The optional data of Chinese passports may be full of letters.
    let digit = |text: &str| format!("{text}{}", identity::mrz::check_digit(text).unwrap());
    let (number, birth, expiry) = (digit("E12345678"), digit("900101"), digit("300101"));
    let optional = digit("MNBVCXZLKJHGFD");
    let all = digit(&format!("{number}{birth}{expiry}{optional}"));
    let second = format!("{number}CHN{birth}M{expiry}{optional}{}", &all[all.len() - 1..]);
    assert_eq!((second.len(), second.contains('<')), (44, false));
    let lines = ["POCHNZHANG<<SAN<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", second.as_str()];
    let found = read(&testing::page(&lines)).expect("a zone");
    assert_eq!(found.mrz.lines, lines);
    assert!(found.valid());
}

#[test]
fn wrong_print_is_reproduced_and_called_invalid() {
    let one = "L898902C36UTO7408123F1204159ZE184226B<<<<<10";
    let all = "L898902C35UTO7408123F1204158ZE184226B<<<<<29";
    for second in [one, all] {
        let found = read(&testing::page(&[TD3[0], second])).expect("a zone");
        assert_eq!(found.mrz.lines, [TD3[0], second]);
        assert!(!found.valid());
        assert_eq!(found.repaired_count, 0);
    }
}

#[test]
fn other_text_around_the_zone_does_not_matter() {
    let lines = ["PASSPORT UTOPIA", "", "ERIKSSON", "ANNA MARIA", "", TD3[0], TD3[1]];
    let picture = testing::page(&lines);
    assert_eq!(read(&picture).expect("a zone").mrz.lines, TD3);
    assert!(read(&testing::page(&lines[..5])).is_none());
}

/// Steps that say each character for three steps and blank for two.
fn steps(text: &str, sure: f32) -> Steps {
    let mut steps = Steps::default();
    for c in text.chars() {
        for i in 0..5 {
            let mut row = [(1.0 - sure) / COUNT as f32; COUNT];
            if i < 3 {
                row[symbol(c).unwrap()] += sure;
            }
            steps.blank.push(if i < 3 { (1.0 - sure) / COUNT as f32 } else { sure });
            steps.symbols.push(row);
        }
    }
    steps
}

fn spelled(rows: &[Row]) -> String {
    let best = |row: &Row| (0..COUNT).max_by(|a, b| row[*a].total_cmp(&row[*b])).unwrap();
    rows.iter().map(|row| character(best(row))).collect()
}

#[test]
fn a_lost_filler_is_put_back_by_counting() {
    let mut said = steps(TD3[0], 0.9);
    // The recogniser runs two fillers in the middle of the run together: no blank between them.
    for t in 33 * 5..34 * 5 {
        said.blank[t] = 0.01;
        said.symbols[t][FILLER] = 0.95;
    }
    assert_eq!(spelled(&decode(&said, 44).unwrap().rows), TD3[0]);
}

#[test]
fn too_few_steps_are_no_line() {
    assert!(decode(&steps("ABC", 0.9), 44).is_none());
    assert!(decode(&Steps::default(), 30).is_none());
}

fn rows(lines: &[&str], sure: f32) -> Vec<Row> {
    let row = |c: char| {
        let mut row = [(1.0 - sure) / COUNT as f32; COUNT];
        row[symbol(c).unwrap()] += sure;
        row
    };
    lines.concat().chars().map(row).collect()
}

fn doubt(rows: &mut [Row], at: usize, between: &[(char, f32)]) {
    rows[at] = [1e-5; COUNT];
    between.iter().for_each(|(c, p)| rows[at][symbol(*c).unwrap()] = *p);
}

fn text(symbols: &[usize]) -> String {
    symbols.iter().map(|s| character(*s)).collect()
}

#[test]
fn check_digits_decide_what_the_picture_leaves_open() {
    let places = &of_lines(2)[0];
    let mut rows = rows(&TD3, 0.97);
    // The number's second character: 5 a little likelier than the printed 8.
    doubt(&mut rows, 45, &[('5', 0.55), ('8', 0.45)]);
    let choice = choose(places, &rows, f32::MIN).unwrap();
    assert_eq!(text(&choice.symbols), TD3.concat());
    assert_eq!(choice.repaired_count, 1);
    assert!(choice.confidences[45] > 0.95, "{}", choice.confidences[45]);
}

#[test]
fn check_digits_do_not_decide_against_the_picture_or_between_equals() {
    let places = &of_lines(2)[0];
    let mut clear = rows(&TD3, 0.97);
    doubt(&mut clear, 45, &[('5', 0.999), ('8', 0.001)]);
    let choice = choose(places, &clear, f32::MIN).unwrap();
    assert_eq!(character(choice.symbols[45]), '5');
    assert_eq!(choice.repaired_count, 0);
    // 5 is wrong; 8 and S (28) satisfy the digit equally well and are equally likely.
    let mut open = rows(&TD3, 0.97);
    doubt(&mut open, 45, &[('5', 0.4), ('8', 0.3), ('S', 0.3)]);
    let choice = choose(places, &open, f32::MIN).unwrap();
    assert!(choice.probability < 0.51 && choice.confidences[45] < 0.51, "{}", choice.probability);
}

#[test]
fn a_known_state_is_preferred_and_an_unknown_one_kept() {
    let places = &of_lines(2)[0];
    let mut letters = rows(&TD3, 0.97);
    doubt(&mut letters, 56, &[('0', 0.9), ('O', 0.1)]);
    assert_eq!(text(&choose(places, &letters, f32::MIN).unwrap().symbols), TD3.concat());
    let mut digits = rows(&TD3, 0.97);
    for (at, c) in [(54, '1'), (55, '3'), (56, '2')] {
        doubt(&mut digits, at, &[(c, 0.999)]);
    }
    assert_eq!(text(&choose(places, &digits, f32::MIN).unwrap().symbols[54..57]), "132");
}

#[test]
fn the_second_character_of_a_type_is_a_letter_unless_the_picture_is_sure() {
    let ordinary = format!("PO{}", &TD3[0][2..]);
    let lines = [ordinary.as_str(), TD3[1]];
    for (likely, read) in [(0.8, 'O'), (0.9999, '0')] {
        let mut rows = rows(&lines, 0.97);
        doubt(&mut rows, 1, &[('0', likely), ('O', 1.0 - likely)]);
        let choice = choose(&of_lines(2)[0], &rows, f32::MIN).unwrap();
        assert_eq!(character(choice.symbols[1]), read);
    }
}

#[test]
fn patterns_and_digits_fit_their_formats() {
    for places in (1..=3).flat_map(of_lines) {
        let format = places.format;
        assert_eq!(places.patterns.len(), format.lines(), "{format}");
        assert!(places.patterns.iter().all(|pattern| pattern.len() == format.width()), "{format}");
        let end = format.lines() * format.width();
        assert!(
            places.digits.iter().all(|d| d.at < end && d.over.iter().all(|over| over.end <= end)),
            "{format}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_probabilities_are_decoded_or_refused(
        values in proptest::collection::vec((0.0..1.0_f32, 0..COUNT, 0.0..1.0_f32), 0..120),
        lines in 1..4_usize,
    ) {
        let mut steps = Steps::default();
        for (blank, symbol, p) in values {
            let mut row = [0.0; COUNT];
            row[symbol] = p;
            steps.blank.push(blank);
            steps.symbols.push(row);
        }
        for places in of_lines(lines) {
            let cells: Option<Vec<Cells>> = places.patterns.iter().map(|p| decode(&steps, p.len())).collect();
            let Some(cells) = cells else { continue };
            let rows: Vec<Row> = cells.into_iter().flat_map(|cells| cells.rows).collect();
            let choice = choose(&places, &rows, f32::MIN).unwrap();
            prop_assert_eq!(choice.symbols.len(), places.format.lines() * places.format.width());
            prop_assert!(choice.confidences.iter().all(|c| (0.0..=1.0).contains(c)));
            prop_assert!((0.0..=1.0).contains(&choice.probability));
        }
    }
}
