//! Each degradation changes a photograph in the direction that its name says.

use image::RgbImage;
use jiff::civil::date;
use specimen::camera::{Conditions, Ground};
use specimen::{Degradation, DegradationKind as Kind, Drawn, ImageTruth, Look, PortraitDetail, Request};
use std::sync::LazyLock;

static DRAWN: LazyLock<Drawn> = LazyLock::new(|| {
    let mut request = Request::new(specimen::Kind::Td3Passport, 4, date(2026, 3, 1));
    (request.look.long_side_px, request.look.companion) = (640, true);
    Drawn::new(&request, PortraitDetail::Full).expect("it can be drawn")
});

fn shot(degradations: &[(Kind, f32)]) -> (RgbImage, ImageTruth) {
    shot_at(640, degradations)
}

fn shot_at(long_side_px: u32, degradations: &[(Kind, f32)]) -> (RgbImage, ImageTruth) {
    let degradations = degradations.iter().map(|(kind, s)| Degradation::new(*kind, *s)).collect();
    let look = Look { long_side_px, degradations, ..Look::default() };
    DRAWN.photograph(&look, 9).swap_remove(0)
}

/// What can be measured of a picture, within the middle of it.
struct Measures {
    mean: f32,
    darkest_tenth: f32,
    brightest_tenth: f32,
    /// Mean difference of neighbours, across and down.
    detail: (f32, f32),
    /// Red less blue.
    warmth: f32,
    /// How far red less blue lies from its own mean, on the mean.
    colour: f32,
    /// Mean of the middle less the mean of the corners.
    middle_less_corners: f32,
}

fn measure(picture: &RgbImage) -> Measures {
    let (w, h) = picture.dimensions();
    let at = |x: u32, y: u32, c: usize| f32::from(picture.get_pixel(x, y)[c]);
    let places: Vec<(u32, u32)> =
        (h / 6..h * 5 / 6).flat_map(|y| (w / 6..w * 5 / 6).map(move |x| (x, y))).collect();
    let mean = |value: &dyn Fn(u32, u32) -> f32| {
        places.iter().map(|(x, y)| value(*x, *y)).sum::<f32>() / places.len() as f32
    };
    let mut lights: Vec<f32> = places.iter().map(|(x, y)| at(*x, *y, 1)).collect();
    lights.sort_by(f32::total_cmp);
    let corner = |x: u32, y: u32| (0..20).map(|i| at(x + i, y + i, 1)).sum::<f32>() / 20.0;
    let corners = [corner(0, 0), corner(w - 20, 0), corner(0, h - 20), corner(w - 20, h - 20)];
    let warmth = mean(&|x, y| at(x, y, 0) - at(x, y, 2));
    Measures {
        mean: mean(&|x, y| at(x, y, 1)),
        darkest_tenth: lights[lights.len() / 10],
        brightest_tenth: lights[lights.len() * 9 / 10],
        detail: (
            mean(&|x, y| (at(x, y, 1) - at(x + 1, y, 1)).abs()),
            mean(&|x, y| (at(x, y, 1) - at(x, y + 1, 1)).abs()),
        ),
        warmth,
        colour: mean(&|x, y| (at(x, y, 0) - at(x, y, 2) - warmth).abs()),
        middle_less_corners: mean(&|x, y| at(x, y, 1)) - corners.iter().sum::<f32>() / 4.0,
    }
}

#[test]
fn each_degradation_does_what_its_name_says() {
    let plain = measure(&shot(&[]).0);
    let with = |kind: Kind, strength: f32| measure(&shot(&[(kind, strength)]).0);
    let detail = |m: &Measures| m.detail.0 + m.detail.1;
    let checks = [
        (Kind::Glare, with(Kind::Glare, 0.7).brightest_tenth > plain.brightest_tenth + 10.0),
        (Kind::Blur, detail(&with(Kind::Blur, 0.5)) < 0.6 * detail(&plain)),
        (Kind::Defocus, detail(&with(Kind::Defocus, 0.5)) < 0.6 * detail(&plain)),
        (Kind::MotionBlur, detail(&with(Kind::MotionBlur, 0.6)) < 0.75 * detail(&plain)),
        (Kind::TooDark, with(Kind::TooDark, 0.5).mean < 0.5 * plain.mean),
        (Kind::TooBright, with(Kind::TooBright, 0.5).mean > plain.mean + 20.0),
        (Kind::Flash, with(Kind::Flash, 0.6).middle_less_corners > plain.middle_less_corners + 10.0),
        (Kind::WindowReflection, with(Kind::WindowReflection, 0.9).mean > plain.mean + 2.0),
        (Kind::Shadow, with(Kind::Shadow, 0.9).mean < plain.mean - 3.0),
        (Kind::UnevenLight, with(Kind::UnevenLight, 0.9).darkest_tenth < plain.darkest_tenth - 5.0),
        (Kind::SensorNoise, detail(&with(Kind::SensorNoise, 0.5)) > 1.5 * detail(&plain)),
        (Kind::WhiteBalance, (with(Kind::WhiteBalance, 0.6).warmth - plain.warmth).abs() > 20.0),
        (Kind::Vignetting, with(Kind::Vignetting, 0.9).middle_less_corners > plain.middle_less_corners + 5.0),
        (Kind::Compression, with(Kind::Compression, 0.95).colour != plain.colour),
        (Kind::Photocopy, with(Kind::Photocopy, 0.5).colour < 0.7 * plain.colour),
    ];
    let wrong: Vec<Kind> = checks.into_iter().filter(|(_, held)| !held).map(|(kind, _)| kind).collect();
    assert!(wrong.is_empty(), "these did not do what they say: {wrong:?}");
}

/// A display's stripes are coloured, toner's dots are fine: both show where the camera sees them one by one.
#[test]
fn screens_and_prints_have_their_grids() {
    let measured = |degradations: &[(Kind, f32)]| measure(&shot_at(1600, degradations).0);
    let (plain, screen) = (measured(&[]), measured(&[(Kind::ScreenRecapture, 1.0)]));
    assert!(screen.colour > 1.5 * plain.colour, "{} {}", screen.colour, plain.colour);
    let print = measured(&[(Kind::PrintRecapture, 1.0)]);
    assert!(print.detail.0 > 1.2 * plain.detail.0, "{:?} {:?}", print.detail, plain.detail);
}

#[test]
fn what_changes_only_a_part_changes_that_part() {
    let (plain, truth) = shot(&[]);
    for kind in [Kind::Covered, Kind::Hand, Kind::Crease, Kind::RollingShutter, Kind::Compression] {
        let (picture, told) = shot(&[(kind, 0.5)]);
        let changed = plain.pixels().zip(picture.pixels()).filter(|(a, b)| a[1].abs_diff(b[1]) > 24).count();
        let share = changed as f32 / (640.0 * 480.0);
        assert!((0.0005..0.7).contains(&share), "{kind:?}: {share}");
        assert_eq!(told.degradations[0].kind, kind);
        assert_eq!(told.quad == truth.quad, kind != Kind::RollingShutter, "{kind:?}");
        assert_eq!(told.corner_covered.is_some(), kind == Kind::Covered);
    }
}

#[test]
fn a_degradation_changes_nothing_else_that_was_drawn() {
    let (_, plain) = shot(&[]);
    let (_, dark) = shot(&[(Kind::TooDark, 0.4), (Kind::Shadow, 0.4), (Kind::SensorNoise, 0.2)]);
    assert_eq!((plain.quad, plain.view), (dark.quad, dark.view));
}

#[test]
fn a_drawn_look_is_taken_twice_alike_and_tells_all() {
    for conditions in Conditions::ALL {
        let look = Look { long_side_px: 480, companion: true, ..Look::draw(conditions, 12) };
        let (first, second) = (DRAWN.photograph(&look, 1), DRAWN.photograph(&look, 1));
        assert!(first == second, "{conditions:?} differs");
        let truth = &first[0].1;
        assert_eq!((truth.view.is_some(), truth.others.len()), (true, 1));
        assert_eq!((&truth.degradations, truth.ground), (&look.degradations, look.ground));
        let text = serde_json::to_string(&look).unwrap();
        assert_eq!(serde_json::from_str::<Look>(&text).unwrap(), look);
    }
}

#[test]
fn looks_stored_before_there_were_views_are_still_read() {
    let stored = r#"{"shot":"scan","long_side_px":900,"degradations":[{"kind":"glare","strength":0.5}],"selfie":false,
        "selfie_face_seed":null,"portrait":null,"wrong_composite_digit":false}"#;
    let look: Look = serde_json::from_str(stored).unwrap();
    assert_eq!(
        (look.view, look.ground, look.companion),
        (None::<specimen::camera::View>, None::<Ground>, false)
    );
}
