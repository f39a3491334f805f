//! Reading pages drawn for the fakes, and the leaves of it one by one.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use image::{Rgb, RgbImage};
use ndarray::{Array, Array2, ArrayD, IxDyn, array};

use super::{
    recognise::{LINE_HEIGHT_PX, matrices},
    *,
};
use crate::{
    geometry::Projection,
    testing::{self, CHARS},
    warp,
};

#[test]
fn greedy_merges_repeats_and_keeps_confidence() {
    let alphabet: Vec<String> = ["A", "B"].map(str::to_owned).into();
    // Blank, A, A, blank, A, B, B: "AAB".
    let steps: Array2<f32> = array![
        [0.9, 0.1, 0.0],
        [0.2, 0.7, 0.1],
        [0.1, 0.8, 0.1],
        [0.9, 0.1, 0.0],
        [0.3, 0.6, 0.1],
        [0.1, 0.0, 0.9],
        [0.4, 0.0, 0.6],
    ];
    let read = ctc::greedy(&steps.view(), &alphabet);
    assert_eq!(read.text, "AAB");
    assert_eq!(read.confidences, [0.8, 0.6, 0.9]);
    assert_eq!(read.centres.len(), 3);
    assert!(read.centres.windows(2).all(|pair| pair[0] < pair[1]));
}

#[test]
fn components_are_found_apart() {
    let map = [
        0.9, 0.9, 0.0, 0.0, 0.0, //
        0.9, 0.9, 0.0, 0.8, 0.8, //
        0.0, 0.0, 0.0, 0.8, 0.8,
    ];
    let found = components::above(&map, 5, 0.5, 2);
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].cells, found[1].cells), (4, 4));
    assert!((found[1].mean - 0.8).abs() < 1e-6);
    assert!(components::above(&map, 5, 0.5, 5).is_empty());
    assert!(components::above(&[], 0, 0.5, 1).is_empty());
}

#[test]
fn a_page_reads_the_same_at_every_quarter_turn() {
    let networks = testing::networks();
    let upright = testing::page(&["AB12<", "CD34<<<"]);
    for (turn, picture) in testing::quarter_turns(&upright).into_iter().enumerate() {
        let page = read(&networks, &picture, &[], None).unwrap();
        assert_eq!(page.texts(), ["AB12<", "CD34<<<"], "turned by {turn} quarters");
        let want = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)][turn];
        assert!((page.along.x - want.0).abs() < 0.05 && (page.along.y - want.1).abs() < 0.05, "{turn}");
    }
}

#[test]
fn print_beyond_the_document_is_not_read() {
    let networks = testing::networks();
    let picture = testing::page(&["AB12<", "CD34<<<"]);
    let whole = read(&networks, &picture, &[], None).unwrap();
    let first = whole.lines[0].quad.grown(10.0, 4.0);
    let page = read(&networks, &picture, &[first], None).unwrap();
    assert_eq!(page.texts(), ["AB12<"]);
    let (found, known) = (page.lines[0].quad.centre(), whole.lines[0].quad.centre());
    assert!(found.minus(known).length() < 4.0, "{found:?} {known:?}");
    // A document without print, such as a mistaken one, hides nothing.
    let blank = Quad::rectangle(0.0, 0.0, 30.0, 8.0);
    assert_eq!(read(&networks, &picture, &[blank], None).unwrap().texts(), whole.texts());
}

#[test]
fn a_document_seen_aslant_has_level_lines() {
    let (networks, flat) = (testing::networks(), testing::page(&["AB12<", "CD34<<<"]));
    let own = Quad::rectangle(0.0, 0.0, flat.width() as f32, flat.height() as f32);
    let document = Quad([px(60.0, 90.0), px(380.0, 20.0), px(430.0, 330.0), px(20.0, 290.0)]);
    let there = Projection::between(&document, &own).unwrap();
    let seen = Quad(Quad::rectangle(0.0, 0.0, 460.0, 360.0).0.map(|p| there.map(p)));
    let picture = warp::cut_out(&flat, &seen, 460, 360).unwrap();
    let page = read(&networks, &picture, &[document], None).unwrap();
    assert_eq!(page.texts(), ["AB12<", "CD34<<<"]);
    for line in &page.lines {
        // Drawn 26 pixels a character and 20 high, from 60, 60 on, 44 apart.
        let size = (line.quad.0.map(|p| there.map(p)), line.text.len() as f32 * 26.0);
        assert!((size.0[0].x - 60.0).abs() < 12.0 && (size.0[1].x - 60.0 - size.1).abs() < 12.0, "{size:?}");
        assert!((line.upright.1.y - line.upright.0.y) < 36.0, "{:?}", line.upright);
        let first = page.part(line, 0.0, 1.0 / line.text.len() as f32).0.map(|p| there.map(p));
        assert!((first[0].x - size.0[0].x).abs() < 1.0 && (first[1].x - 86.0).abs() < 14.0, "{first:?}");
    }
}

#[test]
fn an_empty_page_has_no_lines() {
    let page = read(&testing::networks(), &RgbImage::from_pixel(640, 400, Rgb([255; 3])), &[], None).unwrap();
    assert!(page.lines.is_empty());
    assert_eq!(page.mean_confidence(), 0.0);
}

#[test]
fn rows_come_in_reading_order() {
    let line = |x: f32, y: f32, text: &str| {
        let quad = Quad::rectangle(x, y, 40.0, 10.0);
        let (upright, lattice) = (quad.bounds(), Lattice::default());
        Line { quad, upright, text: text.into(), confidences: vec![], centres: vec![], lattice }
    };
    let mut lines =
        vec![line(60.0, 32.0, "d"), line(60.0, 1.0, "b"), line(0.0, 30.0, "c"), line(0.0, 0.0, "a")];
    order::sort(&mut lines);
    assert_eq!(lines.iter().map(|line| line.text.as_str()).collect::<String>(), "abcd");
}

/// Remembers the largest batch that it was given.
struct Batches(Arc<AtomicUsize>);

impl crate::network::Network for Batches {
    fn run(&self, input: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, NetworkError> {
        let (n, w) = (input.shape()[0], input.shape()[3]);
        self.0.fetch_max(n, Ordering::Relaxed);
        let mut steps = Array::zeros(IxDyn(&[n, w / 8, CHARS.len() + 1]));
        steps.index_axis_mut(ndarray::Axis(2), 0).fill(1.0_f32);
        Ok(vec![steps])
    }
}

#[test]
fn lines_of_like_width_share_a_batch_and_answers_find_their_way_back() {
    let largest = Arc::new(AtomicUsize::new(0));
    let mut networks = testing::networks();
    networks.text_recogniser = Box::new(Batches(Arc::clone(&largest)));
    let widths = [100, 400, 103, 105, 300, 2000, 500];
    let cuts = widths.iter().enumerate().map(|(i, w)| (i, RgbImage::new(*w, LINE_HEIGHT_PX))).collect();
    let mut steps = [0; 7];
    matrices(&networks, cuts, |i, matrix| steps[i] = matrix.nrows()).unwrap();
    assert_eq!(largest.load(Ordering::Relaxed), 3);
    // A line narrower than its batch gets its own share of the steps.
    assert!(
        steps.iter().zip(widths).all(|(steps, width)| steps.abs_diff(width as usize / 8) <= 1),
        "{steps:?}"
    );
}

#[test]
fn a_failing_network_is_an_error() {
    let mut networks = testing::networks();
    networks.text_detector = Box::new(testing::Failing);
    assert!(read(&networks, &RgbImage::new(300, 300), &[], None).is_err());
}

#[test]
fn nonsense_from_networks_is_no_panic() {
    for shape in [vec![], vec![0], vec![3, 2], vec![1, 1, 2, 2], vec![1, 7, 0], vec![1, 0, 5]] {
        let mut networks = testing::networks();
        networks.text_recogniser = Box::new(testing::Constant(shape.clone()));
        networks.text_orientation = Box::new(testing::Constant(shape.clone()));
        let picture = testing::page(&["AB12<"]);
        assert!(read(&networks, &picture, &[], None).unwrap().lines.is_empty(), "{shape:?}");
        networks.text_detector = Box::new(testing::Constant(shape));
        assert!(read(&networks, &picture, &[], None).unwrap().lines.is_empty());
    }
}
