//! Outlines of flat cards on plain and uneven ground.

use image::{Rgb, RgbImage};

use super::*;
use crate::text::Line;

fn line(x: f32, y: f32, width: f32) -> Line {
    let quad = Quad::rectangle(x, y, width, 20.0);
    Line {
        quad,
        upright: quad.bounds(),
        text: "TEXT".into(),
        confidences: vec![0.9; 4],
        centres: vec![0.5; 4],
        lattice: crate::text::Lattice::default(),
    }
}

fn page(lines: Vec<Line>) -> Page {
    Page { along: px(1.0, 0.0), lines }
}

/// A card of one colour on a ground of another; both a little uneven.
fn scene(size: (u32, u32), cards: &[Quad], noisy: bool) -> RgbImage {
    RgbImage::from_fn(size.0, size.1, |x, y| {
        let inside = cards.iter().any(|card| card.contains(px(x as f32, y as f32)));
        let grain = (x * 31 + y * 17) % 5;
        let ground = if noisy { 60 + 25 * ((x / 90 + y / 70) % 4) } else { 70 };
        let value = if inside { 190 } else { ground } + grain;
        Rgb([value as u8; 3])
    })
}

fn close(a: &Quad, b: &Quad, px: f32) -> bool {
    a.0.iter().zip(b.0).all(|(a, b)| a.minus(b).length() < px)
}

#[test]
fn a_card_on_plain_ground_is_found_to_its_corners() {
    let card = Quad([px(120.0, 90.0), px(700.0, 120.0), px(690.0, 480.0), px(130.0, 460.0)]);
    let found =
        find(&scene((800, 600), &[card], false), &page(vec![line(200.0, 200.0, 300.0)]), ImageRole::Front);
    assert_eq!(found.len(), 1);
    assert!(close(&found[0].quad, &card, 8.0), "{:?}", found[0].quad);
    assert!(found[0].confidence > 0.8 && found[0].cut_share() == 0.0);
}

#[test]
fn two_cards_are_two_and_the_one_with_text_is_first() {
    let (left, right) =
        (Quad::rectangle(40.0, 150.0, 400.0, 260.0), Quad::rectangle(520.0, 160.0, 400.0, 250.0));
    let text = page(vec![line(600.0, 200.0, 250.0)]);
    let found = find(&scene((1000, 600), &[left, right], false), &text, ImageRole::Front);
    assert_eq!(found.len(), 2);
    assert!(close(&found[0].quad, &right, 8.0) && close(&found[1].quad, &left, 8.0));
}

#[test]
fn on_uneven_ground_edges_around_the_text_are_found() {
    let card = Quad::rectangle(160.0, 110.0, 500.0, 330.0);
    let text = page(vec![line(220.0, 160.0, 380.0), line(220.0, 250.0, 380.0), line(220.0, 360.0, 380.0)]);
    let found = find(&scene((800, 560), &[card], true), &text, ImageRole::Front);
    assert_eq!(found[0].seen, [true; 4]);
    assert!(close(&found[0].quad, &card, 14.0), "{:?}", found[0].quad);
}

#[test]
fn a_card_that_leaves_the_frame_is_cut() {
    let card = Quad::rectangle(300.0, 110.0, 900.0, 330.0);
    let text = page(vec![line(380.0, 160.0, 380.0), line(380.0, 250.0, 380.0), line(380.0, 360.0, 380.0)]);
    let found = find(&scene((800, 560), &[card], true), &text, ImageRole::Front);
    assert_eq!(found[0].cut, [false, true, false, false], "{:?}", found[0]);
    assert!((0.15..0.4).contains(&found[0].cut_share()));
}

#[test]
fn a_page_that_fills_the_frame_is_its_text() {
    let picture = RgbImage::from_pixel(800, 500, Rgb([230, 228, 224]));
    let text = page(vec![line(60.0, 60.0, 600.0), line(60.0, 420.0, 680.0)]);
    let found = find(&picture, &text, ImageRole::Front);
    assert_eq!(found[0].seen, [false; 4]);
    assert!(found[0].confidence <= 0.3 && found[0].cut_share() == 0.0);
    assert!(found[0].quad.contains(px(400.0, 250.0)));
    assert!(find(&picture, &page(vec![]), ImageRole::Front).is_empty());
}
