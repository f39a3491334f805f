//! Whole examinations on fakes.

use image::RgbImage;
use jiff::civil::date;
use review::observation::{CaptureFacts, Field, Source};

use super::*;
use crate::testing;

fn picture(rgb: RgbImage) -> Picture {
    Picture { rgb, facts: CaptureFacts { format: "png".into(), ..CaptureFacts::default() }, reduced: None }
}

const ZONE: [&str; 2] =
    ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];

/// Fakes for text, and a face detector that finds nothing.
fn networks() -> Networks {
    let mut networks = testing::networks();
    networks.face_detector = Box::new(testing::NoFaces);
    networks
}

#[test]
fn a_whole_examination_runs_on_fakes() {
    let networks = networks();
    let front = picture(testing::page(&["L898902C3", "ERIKSSON", "ANNA MARIA", "", ZONE[0], ZONE[1]]));
    let back = picture(testing::page(&["NOTES"]));
    let selfie = picture(RgbImage::from_pixel(400, 400, image::Rgb([120, 100, 90])));
    let pictures = Pictures { front: Some(&front), back: Some(&back), selfie: Some(&selfie), film: None };
    let mut steps = Vec::new();
    let (examination, timings) =
        examine(&networks, pictures, date(2026, 1, 1), &mut |step| steps.push(step)).unwrap();
    let roles: Vec<ImageRole> = examination.images.iter().map(|image| image.role).collect();
    assert_eq!(roles, [ImageRole::Front, ImageRole::Back, ImageRole::Selfie]);
    let mrz = examination.document.mrz.as_ref().expect("a zone");
    assert!(mrz.valid && mrz.lines == ZONE);
    let values = examination.document.fields.iter().filter(|f| f.field == Field::DocumentNumber);
    let sources: Vec<Source> = values.map(|f| f.source).collect();
    assert_eq!(sources, [Source::Mrz, Source::Printed]);
    // The zone's lines are shown as they were read with knowledge of what they are.
    let texts: Vec<&str> = examination.images[0].text.iter().map(|line| line.text.as_str()).collect();
    assert!(ZONE.iter().all(|line| texts.contains(line)));
    assert!(examination.images.iter().all(|image| !image.quality.is_empty()));
    assert!(examination.face.similarity.is_none() && examination.models.is_empty());
    assert!(steps.contains(&Step::Text) && steps.contains(&Step::Faces));
    assert!(timings.windows(2).all(|pair| pair[0].0 < pair[1].0));
    let png = crate::annotate::png(&front, ImageRole::Front, &examination);
    let drawn = image::load_from_memory(&png).unwrap().to_rgb8();
    assert_eq!(drawn.dimensions(), front.rgb.dimensions());
    assert_ne!(drawn, front.rgb);
}

#[test]
fn no_pictures_are_an_empty_examination() {
    let (examination, timings) =
        examine(&networks(), Pictures::default(), date(2026, 1, 1), &mut |_| {}).unwrap();
    assert!(examination.images.is_empty() && examination.document.fields.is_empty());
    assert_eq!(timings.len(), 1);
}

#[test]
fn a_failing_network_is_reported_by_name() {
    let mut networks = networks();
    networks.text_recogniser = Box::new(testing::Failing);
    let front = picture(testing::page(&["ABC"]));
    let pictures = Pictures { front: Some(&front), ..Pictures::default() };
    let error = examine(&networks, pictures, date(2026, 1, 1), &mut |_| {}).unwrap_err();
    assert_eq!(error.network, "fake");
}

#[test]
fn a_picture_without_anything_is_examined_without_complaint() {
    let front = picture(RgbImage::from_pixel(300, 300, image::Rgb([128; 3])));
    let pictures = Pictures { front: Some(&front), ..Pictures::default() };
    let (examination, _) = examine(&networks(), pictures, date(2026, 1, 1), &mut |_| {}).unwrap();
    assert!(examination.images[0].text.is_empty() && examination.images[0].documents.is_empty());
    assert!(examination.document.kind.is_none() && examination.document.mrz.is_none());
}
