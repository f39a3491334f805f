//! What the camera says is where it is: marks on a page are looked for in its photographs.

use super::*;
use crate::canvas::Area;
use crate::truth::{Degradation, DegradationKind, FieldName};

/// White marks on black, near the corners and in the middle, with their places as fields.
fn marked() -> Page {
    let mut page = Page::new((125.0, 88.0, 3.0), 12.0, [0.02; 3]);
    for (x, y) in [(8.0, 8.0), (117.0, 8.0), (117.0, 80.0), (8.0, 80.0), (62.5, 44.0)] {
        page.fill(Area::new(x - 0.75, y - 0.75, 1.5, 1.5), [1.0; 3]);
        let around = [(-0.75, -0.75), (0.75, -0.75), (0.75, 0.75), (-0.75, 0.75)];
        let quad = around.map(|(dx, dy)| Point { x: (x + dx) * 12.0, y: (y + dy) * 12.0 });
        page.fields.push(FieldTruth { name: FieldName::Name, text: String::new(), quad, rare: false });
    }
    page
}

fn middle(quad: &[Point; 4]) -> Point {
    let sum = quad.iter().fold((0.0, 0.0), |sum, p| (sum.0 + p.x / 4.0, sum.1 + p.y / 4.0));
    Point { x: sum.0, y: sum.1 }
}

/// The light's centre within some pixels of a place; pixel centres are at .5.
fn brightest(picture: &RgbImage, near: Point) -> Point {
    let (mut sum, mut x_sum, mut y_sum) = (0.0, 0.0, 0.0);
    for (x, y) in (-16..=16).flat_map(|y| (-16..=16).map(move |x| (near.x as i32 + x, near.y as i32 + y))) {
        let Some(pixel) = picture.get_pixel_checked(x.max(0) as u32, y.max(0) as u32) else { continue };
        let light = (f32::from(pixel[1]) / 255.0 - 0.3).max(0.0).powi(2);
        (sum, x_sum, y_sum) =
            (sum + light, x_sum + light * (x as f32 + 0.5), y_sum + light * (y as f32 + 0.5));
    }
    Point { x: x_sum / sum, y: y_sum / sum }
}

fn looks() -> Vec<Look> {
    let views = [
        View::default(),
        View {
            turn_deg: 33.0,
            tilt_deg: 25.0,
            swing_deg: -20.0,
            field_deg: 65.0,
            share: 0.9,
            ..View::default()
        },
        View { turn_deg: 180.0, lens: [0.2, 0.01], drift: [1.0, 1.0], share: 0.7, ..View::default() },
        View {
            turn_deg: 271.0,
            lens: [-0.06, 0.0],
            bend: 0.03,
            upright: true,
            share: 0.9,
            ..View::default()
        },
    ];
    let shutter = Degradation::new(DegradationKind::RollingShutter, 0.4);
    let looks = views.map(|view| Look { view: Some(view), ..Look::default() });
    let skewed = Look { degradations: vec![shutter], ..looks[1].clone() };
    looks.into_iter().chain([skewed]).collect()
}

#[test]
fn marks_are_where_the_truth_says_under_every_distortion() {
    let page = marked();
    for (index, look) in looks().iter().enumerate() {
        let (picture, truth) = photograph(&[&page], ImageRole::Front, look, 3);
        for field in &truth.fields {
            let (said, found) = (middle(&field.quad), brightest(&picture, middle(&field.quad)));
            let away = (said.x - found.x).hypot(said.y - found.y);
            assert!(away < 0.5, "look {index}: said {said:?}, found {found:?}");
        }
    }
}

#[test]
fn the_page_ends_at_its_quad() {
    let page = Page::new((125.0, 88.0, 3.0), 12.0, [0.98; 3]);
    for look in &looks()[..2] {
        let (picture, truth) = photograph(&[&page], ImageRole::Front, look, 4);
        let quad = truth.quad.unwrap();
        let centre = middle(&quad);
        for side in 0..4 {
            let edge = middle(&[quad[side], quad[side], quad[(side + 1) % 4], quad[(side + 1) % 4]]);
            let length = (centre.x - edge.x).hypot(centre.y - edge.y);
            let at = |px: f32| {
                let (x, y) =
                    (edge.x + (centre.x - edge.x) / length * px, edge.y + (centre.y - edge.y) / length * px);
                picture.get_pixel(x as u32, y as u32)[1]
            };
            assert!(at(3.0) > 200 && at(-3.0) < 170, "side {side}: {} inside, {} outside", at(3.0), at(-3.0));
        }
    }
}

#[test]
fn a_cut_corner_is_the_one_that_was_asked_for() {
    let page = marked();
    for corner in Corner::ALL {
        for turn_deg in [0.0, 100.0, 190.0] {
            let view = View { turn_deg, share: 0.7, ..View::default() };
            let degradations = vec![Degradation::new(DegradationKind::CutOff, 0.1)];
            let look = Look {
                view: Some(view),
                corner: Some(corner),
                degradations,
                long_side_px: 400,
                ..Look::default()
            };
            let (_, truth) = photograph(&[&page], ImageRole::Front, &look, 5);
            assert!(
                truth.corners_outside.contains(&corner),
                "{corner:?} {turn_deg}: {:?}",
                truth.corners_outside
            );
            assert!(truth.corners_outside.len() < 4, "{corner:?} {turn_deg}: nothing left");
        }
    }
}

#[test]
fn two_documents_lie_apart_and_in_the_frame() {
    let page = marked();
    for seed in 0..4 {
        let look = Look { long_side_px: 400, ..Look::default() };
        let (_, truth) = photograph(&[&page, &page], ImageRole::Front, &look, seed);
        let (first, second) = (truth.quad.unwrap(), truth.others[0]);
        let (a, b) = (middle(&first), middle(&second));
        let width = (first[1].x - first[0].x).hypot(first[1].y - first[0].y);
        assert!((a.x - b.x).hypot(a.y - b.y) > 0.7 * width, "{seed}: {first:?} {second:?}");
        let inside = |p: &Point| (0.0..400.0).contains(&p.x) && (0.0..300.0).contains(&p.y);
        assert!(first.iter().chain(&second).all(inside), "{seed}: {first:?} {second:?}");
    }
}

#[test]
fn nothing_panics_at_the_ends_of_every_range() {
    let (page, wild) = (marked(), [f32::NAN, f32::INFINITY, -1e30, 1e30]);
    let all: Vec<Degradation> =
        DegradationKind::ALL.into_iter().map(|kind| Degradation { kind, strength: 7.0 }).collect();
    for (index, value) in wild.into_iter().enumerate() {
        let view = View {
            aspect: value,
            upright: index % 2 == 0,
            turn_deg: value,
            tilt_deg: value,
            swing_deg: value,
            field_deg: value,
            share: value,
            drift: [value; 2],
            lens: [value; 2],
            bend: value,
        };
        let grounds = [Ground::Desk, Ground::Hand, Ground::Keyboard, Ground::Tiles];
        let look =
            Look { view: Some(view), ground: Some(grounds[index]), long_side_px: 320, ..Look::default() };
        for degradations in [Vec::new(), all[..20].to_vec(), all.clone()] {
            let look = Look { degradations, ..look.clone() };
            let (picture, truth) = photograph(&[&page, &page], ImageRole::Front, &look, 6);
            assert_eq!((picture.width(), picture.height()), (truth.width_px, truth.height_px));
            let corners = truth.quad.unwrap();
            assert!(corners.iter().all(|p| p.x.is_finite() && p.y.is_finite()), "{value}: {corners:?}");
        }
    }
}
