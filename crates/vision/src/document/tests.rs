//! Outlines of drawn documents on a fake network that reads its answer from their colours.

use image::{Rgb, RgbImage};
use ndarray::{ArrayD, IxDyn};
use proptest::prelude::*;

use super::{candidate::Evidence, *};
use crate::{
    geometry::{Projection, Px, px},
    network::Network,
    testing,
};

/// Documents on an uneven grey ground, four samples to the pixel.
fn scene(size: (u32, u32), documents: &[Quad]) -> RgbImage {
    let unit = Quad::rectangle(0.0, 0.0, 1.0, 1.0);
    let maps: Vec<(Quad, Projection)> =
        documents.iter().map(|quad| (*quad, Projection::between(quad, &unit).unwrap())).collect();
    let seen = |p: Px| {
        let on = maps.iter().map(|(_, map)| map.map(p)).find(|p| unit.contains(*p));
        let grain = (p.x as u32 * 31 + p.y as u32 * 17) % 5;
        on.map_or(Rgb([60 + grain as u8; 3]), |p| testing::document_pixel(p.x, p.y))
    };
    let taps = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)];
    RgbImage::from_fn(size.0, size.1, |x, y| {
        let colours = taps.map(|(dx, dy)| seen(px(x as f32 + dx, y as f32 + dy)).0);
        Rgb([0, 1, 2].map(|c| (colours.iter().map(|p| u16::from(p[c])).sum::<u16>() / 4) as u8))
    })
}

fn outlines(picture: &RgbImage) -> Vec<Outline> {
    find(&testing::networks(), picture).expect("the fakes do not fail")
}

fn distance(a: &Quad, b: &Quad) -> f32 {
    a.0.iter().zip(b.0).map(|(a, b)| a.minus(b).length()).fold(0.0, f32::max)
}

fn turned(quad: &Quad, degrees: f32) -> Quad {
    let middle = quad.centre();
    Quad(quad.0.map(|p| p.minus(middle).turned(degrees.to_radians()).plus(middle)))
}

#[test]
fn corners_are_found_to_a_fraction_of_a_pixel_at_any_turn() {
    let card = Quad([px(230.4, 190.7), px(702.1, 220.2), px(690.6, 480.9), px(240.3, 520.5)]);
    for degrees in [0.0, 17.0, 45.0, 90.0, 133.0, 180.0, 215.0, 270.0, 301.0] {
        let card = turned(&card, degrees);
        let found = outlines(&scene((960, 720), &[card]));
        assert_eq!(found.len(), 1, "{degrees}");
        let off = distance(&found[0].quad, &card);
        assert!(off < 0.6, "{degrees}°: {off} pixels, {:?}", found[0]);
        assert_eq!((found[0].seen, found[0].corners_cut), ([true; 4], [false; 4]), "{degrees}");
        assert!(found[0].confidence > 0.6 && found[0].cut_share() == 0.0, "{degrees}");
    }
}

#[test]
fn a_small_document_is_looked_at_again() {
    let card = turned(&Quad::rectangle(1240.0, 300.0, 172.0, 108.0), -24.0);
    let found = outlines(&scene((1800, 1200), &[card]));
    assert_eq!(found.len(), 1);
    assert!(distance(&found[0].quad, &card) < 2.0, "{:?}", found[0].quad);
}

#[test]
fn neighbours_come_apart() {
    let (left, right) =
        (Quad::rectangle(40.0, 150.0, 420.0, 265.0), Quad::rectangle(472.0, 160.0, 380.0, 240.0).rolled(2));
    let found = outlines(&scene((900, 600), &[left, right]));
    assert_eq!(found.len(), 2);
    assert!(distance(&found[0].quad, &left) < 3.0 && distance(&found[1].quad, &right) < 3.0, "{found:?}");
}

#[test]
fn nothing_is_nothing() {
    assert!(outlines(&scene((640, 480), &[])).is_empty());
    assert!(outlines(&RgbImage::new(1, 1)).is_empty());
    let mut networks = testing::networks();
    networks.document_finder = Box::new(testing::Failing);
    assert!(find(&networks, &RgbImage::new(64, 64)).is_err());
    networks.document_finder = Box::new(testing::Constant(vec![1, 6, 8, 8]));
    assert_eq!(find(&networks, &RgbImage::new(64, 64)).unwrap_err().network, "document-finder");
}

#[test]
fn a_picture_cut_to_the_document_is_the_document() {
    let frame = Quad::rectangle(0.0, 0.0, 800.0, 504.0);
    let found = outlines(&scene((800, 504), &[frame]));
    assert_eq!(found.len(), 1);
    assert!(distance(&found[0].quad, &frame) < 0.5, "{:?}", found[0].quad);
    assert_eq!((found[0].cut_share(), found[0].seen, found[0].corners_cut), (0.0, [false; 4], [false; 4]));
}

#[test]
fn what_the_frame_cuts_is_said_by_side_and_corner() {
    let outline = |quad: Quad| Outline {
        quad,
        confidence: 1.0,
        seen: [true; 4],
        cut: quad.sides().map(|(a, b)| frame::beyond(a, b, (1000, 800))),
        corners_cut: [false; 4],
    };
    let rows: [(&str, Quad, [f32; 4]); 5] = [
        ("inside", Quad::rectangle(100.0, 100.0, 800.0, 500.0), [0.0; 4]),
        ("at the edge", Quad::rectangle(-3.0, 100.0, 903.0, 500.0), [0.0; 4]),
        ("right side", Quad::rectangle(404.0, 100.0, 800.0, 500.0), [0.25, 1.0, 0.25, 0.0]),
        ("upside down", Quad::rectangle(404.0, 100.0, 800.0, 500.0).rolled(2), [0.25, 0.0, 0.25, 1.0]),
        ("wholly", Quad::rectangle(1100.0, 100.0, 800.0, 500.0), [1.0; 4]),
    ];
    for (name, quad, cut) in rows {
        let outline = outline(quad);
        assert!(outline.cut.iter().zip(cut).all(|(a, b)| (a - b).abs() < 1e-3), "{name}: {:?}", outline.cut);
        assert!((0.0..=1.0).contains(&outline.cut_share()), "{name}");
    }
}

#[test]
fn sides_touch_the_frame_or_leave_it() {
    let settle =
        |quad: Quad, seen: bool| frame::settle(&edges::Refined { quad, seen: [seen; 4] }, (1000, 700));
    let frame = Quad::rectangle(0.0, 0.0, 1000.0, 700.0);
    let near = Quad([px(-9.0, 8.0), px(1012.0, -6.0), px(990.0, 708.0), px(12.0, 690.0)]);
    assert!(distance(&settle(near, false), &frame) < 1e-2);
    assert!(distance(&settle(near.rolled(3), false), &frame.rolled(3)) < 1e-2);
    assert_eq!(settle(near, true).0.map(|p| p.x.round()), near.0.map(|p| p.x.round()));
    let far = Quad::rectangle(300.0, 200.0, 900.0, 300.0);
    assert!(distance(&settle(far, false), &far) < 1e-2);
}

#[test]
fn shared_area_is_of_the_smaller_outline() {
    let a = Quad::rectangle(0.0, 0.0, 100.0, 100.0);
    for (b, expected) in [
        (Quad::rectangle(50.0, 0.0, 100.0, 100.0), 0.5),
        (Quad::rectangle(20.0, 20.0, 10.0, 10.0), 1.0),
        (Quad::rectangle(200.0, 0.0, 10.0, 10.0), 0.0),
        (turned(&a, 45.0), 0.828),
    ] {
        assert!((shared(&a, &b) - expected).abs() < 0.01, "{b:?}: {}", shared(&a, &b));
    }
}

#[test]
fn confidence_grows_with_what_speaks_for_it() {
    let confidence =
        |filled, bordered| Evidence { filled, bordered, faintest: bordered, upright: 0.5 }.confidence();
    assert!(confidence(0.99, 0.9) > confidence(0.9, 0.6) && confidence(0.9, 0.6) > confidence(0.6, 0.2));
    assert!((0.0..=1.0).contains(&confidence(0.0, 0.0)) && confidence(1.0, 1.0) <= 1.0);
}

/// Answers arbitrary maps, also with what is no number.
struct Anything(Vec<f32>);

impl Network for Anything {
    fn run(&self, input: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, NetworkError> {
        let views = input.shape()[0];
        let values = self.0.iter().copied().cycle().take(views * 6 * 64 * 64).collect();
        Ok(vec![ArrayD::from_shape_vec(IxDyn(&[views, 6, 64, 64]), values).expect("as many as it takes")])
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_answer_of_the_network_panics(
        size in (1_u32..200, 1_u32..200),
        values in prop::collection::vec(prop_oneof![8 => 0.0_f32..1.0, 1 => Just(f32::NAN), 2 => Just(1.0)], 1..700),
    ) {
        let mut networks = testing::networks();
        networks.document_finder = Box::new(Anything(values));
        let picture = RgbImage::from_fn(size.0, size.1, |x, y| Rgb([(x * 7 + y * 13) as u8; 3]));
        for outline in find(&networks, &picture).unwrap() {
            prop_assert!(outline.quad.0.iter().all(|p| p.x.is_finite() && p.y.is_finite()));
            prop_assert!((0.0..=1.0).contains(&outline.confidence) && (0.0..=1.0).contains(&outline.cut_share()));
        }
    }
}
