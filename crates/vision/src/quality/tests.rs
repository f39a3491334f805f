//! Each measure against a degradation of known strength.

use image::{Rgb, RgbImage, imageops};

use super::*;

/// Print: black bars on grey paper with a little colour.
fn print(paper: [u8; 3]) -> RgbImage {
    RgbImage::from_fn(800, 500, |x, y| {
        let bar = (x / 7) % 2 == 0 && (y / 30) % 2 == 0;
        Rgb(if bar { [30, 30, 34] } else { paper })
    })
}

const PAPER: [u8; 3] = [190, 200, 180];

fn measured(picture: &RgbImage, kind: QualityKind) -> QualityMeasure {
    let lines = [];
    let measures = of_document(picture, ImageRole::Front, None, &lines);
    measures.into_iter().find(|measure| measure.kind == kind).expect("each kind is measured")
}

fn value(picture: &RgbImage, kind: QualityKind) -> f64 {
    measured(picture, kind).value
}

#[test]
fn sharpness_falls_with_blur_as_the_formula_says() {
    let sharp = print(PAPER);
    assert!(value(&sharp, QualityKind::Sharpness) > 0.9);
    let blurred: Vec<f64> =
        [1.0, 2.0, 3.0].map(|sigma| value(&imageops::blur(&sharp, sigma), QualityKind::Sharpness)).into();
    assert!(blurred.windows(2).all(|pair| pair[0] > pair[1]), "{blurred:?}");
    assert!((0.6..0.95).contains(&blurred[0]), "{blurred:?}");
    assert_eq!(value(&RgbImage::from_pixel(400, 300, Rgb([128; 3])), QualityKind::Sharpness), 0.0);
}

#[test]
fn exposure_is_told() {
    let dark = imageops::brighten(&print(PAPER), -170);
    assert!(value(&dark, QualityKind::Brightness) < 30.0);
    assert!(value(&dark, QualityKind::DarkShare) > 0.9);
    assert!(value(&print(PAPER), QualityKind::DarkShare) < 0.05);
    let blown = imageops::brighten(&print(PAPER), 90);
    assert!(value(&blown, QualityKind::BrightShare) > 0.5);
}

#[test]
fn colour_is_lost_in_a_photocopy() {
    let colourful = print([180, 120, 120]);
    let copy = image::DynamicImage::ImageRgb8(colourful.clone()).grayscale().to_rgb8();
    assert!(value(&colourful, QualityKind::Colour) > 0.1);
    assert!(value(&copy, QualityKind::Colour) < 0.01);
}

/// A lamp's reflection: bright in the middle, fading within 60 pixels.
fn with_spot(picture: &RgbImage, (cx, cy): (f32, f32), radius: f32) -> RgbImage {
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let distance = (x as f32 - cx).hypot(y as f32 - cy);
        let light = (1.0 - (distance - radius) / 60.0).clamp(0.0, 1.0);
        Rgb(picture.get_pixel(x, y).0.map(|c| (f32::from(c) * (1.0 - light) + 255.0 * light) as u8))
    })
}

#[test]
fn glare_is_found_where_it_is() {
    let clean = print(PAPER);
    assert_eq!(value(&clean, QualityKind::Glare), 0.0);
    let glare = measured(&with_spot(&clean, (500.0, 200.0), 60.0), QualityKind::Glare);
    assert!((0.015..0.08).contains(&glare.value), "{}", glare.value);
    let region = glare.region.expect("a place");
    let mean = |of: fn(&review::observation::Point) -> f32| region.corners.iter().map(of).sum::<f32>() / 4.0;
    assert!((mean(|p| p.x) - 500.0 / 800.0).abs() < 0.03 && (mean(|p| p.y) - 200.0 / 500.0).abs() < 0.05);
}

#[test]
fn a_white_label_with_hard_edges_is_no_glare() {
    let mut picture = print(PAPER);
    for (x, y) in (300..420).flat_map(|x| (200..280).map(move |y| (x, y))) {
        picture.put_pixel(x, y, Rgb([255; 3]));
    }
    assert_eq!(value(&picture, QualityKind::Glare), 0.0);
}

#[test]
fn a_selfie_is_measured_within_the_face() {
    let mut picture = RgbImage::from_pixel(600, 600, Rgb([250; 3]));
    for (x, y) in (200..400).flat_map(|x| (200..400).map(move |y| (x, y))) {
        picture.put_pixel(x, y, Rgb([20, 15, 15]));
    }
    let face = Quad::rectangle(210.0, 210.0, 180.0, 180.0).region(ImageRole::Selfie, (600, 600));
    let dark = |face: Option<&Region>| {
        let measures = of_selfie(&picture, face);
        measures.iter().find(|m| m.kind == QualityKind::DarkShare).unwrap().value
    };
    assert!(dark(Some(&face)) > 0.95 && dark(None) < 0.2);
}
