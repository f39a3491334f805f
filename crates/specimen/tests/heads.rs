//! Heads: they repeat, differ from one another, and do what they are told.

use image::RgbImage;
use specimen::head::{self, Expression, Identity, Light, Portrait, Pose};

fn portrait(seed: u64) -> Portrait {
    Portrait::for_document(Identity::from_seed(seed), 96, 120)
}

/// Mean difference of two pictures of one size, 0–255.
fn difference(a: &RgbImage, b: &RgbImage) -> f64 {
    let sum: u64 = a.as_raw().iter().zip(b.as_raw()).map(|(x, y)| u64::from(x.abs_diff(*y))).sum();
    sum as f64 / a.as_raw().len() as f64
}

#[test]
fn a_head_repeats_and_another_differs() {
    let first = head::render(&portrait(5));
    assert_eq!(first, head::render(&portrait(5)));
    assert!(difference(&first, &head::render(&portrait(6))) > 4.0);
}

type Change = fn(&mut Portrait);

#[test]
fn pose_eyes_mouth_glasses_and_light_show() {
    let plain = head::render(&portrait(5));
    let changes: [(&str, Change); 7] = [
        ("pose", |p| p.pose = Pose { yaw_deg: 20.0, ..Pose::default() }),
        ("eyes", |p| p.expression = Expression { eyes_open: 0.0, ..p.expression }),
        ("mouth", |p| p.expression = Expression { mouth_open: 1.0, ..p.expression }),
        ("glasses", |p| p.worn.glasses = true),
        ("mask", |p| p.worn.mask = true),
        ("hat", |p| p.worn.hat = true),
        ("light", |p| p.light = Light::window(70.0, 1.0)),
    ];
    for (name, change) in changes {
        let mut changed = portrait(5);
        change(&mut changed);
        let moved = difference(&plain, &head::render(&changed));
        assert!(moved > 0.15, "{name}: {moved}");
    }
}

#[test]
fn a_stranger_is_somebody_else_and_age_keeps_the_bones() {
    assert_ne!(Identity::stranger_seed(9), 9);
    let (young, old) = (Identity::of_age(9, 16), Identity::of_age(9, 66));
    assert_eq!(
        (young.nose_length, young.eye_spacing, young.sex),
        (old.nose_length, old.eye_spacing, old.sex)
    );
    assert!(young.age < old.age && young.beard <= old.beard);
}
