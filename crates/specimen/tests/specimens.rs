//! What every specimen must keep: it repeats, its truth lies in its pictures, and its numbers are right.

use identity::mrz;
use jiff::civil::{Date, date};
use specimen::{
    Degradation, DegradationKind, FieldName, ImageRole, ImageTruth, Kind, Point, RenderError, Request, Shot,
    render,
};

const TODAY: Date = date(2026, 3, 1);

fn small(kind: Kind, seed: u64) -> Request {
    let mut request = Request::new(kind, seed, TODAY);
    request.look.long_side_px = 480;
    request
}

fn inside(truth: &ImageTruth, quad: &[Point; 4]) -> bool {
    let (w, h) = (truth.width_px as f32, truth.height_px as f32);
    quad.iter().all(|p| (0.0..=w).contains(&p.x) && (0.0..=h).contains(&p.y))
}

#[test]
fn the_same_request_gives_the_same_bytes_and_another_seed_others() {
    let mut request = small(Kind::ResidentIdCn, 3);
    request.look.degradations.push(Degradation::new(DegradationKind::Glare, 0.5));
    let (first, second) = (render(&request).unwrap(), render(&request).unwrap());
    assert_eq!(first.truth, second.truth);
    assert!(first.images == second.images, "pictures differ");
    let other = render(&small(Kind::ResidentIdCn, 4)).unwrap();
    assert!(first.images != other.images, "another seed drew the same picture");
    assert_ne!(first.truth.person, other.truth.person);
}

#[test]
fn truth_lies_inside_the_picture_and_fields_inside_the_document() {
    for kind in [Kind::Td3Passport, Kind::ResidentIdCn, Kind::TemporaryIdCn, Kind::StudentCard] {
        for seed in 0..2 {
            let rendered = render(&small(kind, seed)).unwrap();
            for (image, truth) in rendered.images.iter().zip(&rendered.truth.images) {
                assert_eq!((image.1.width(), image.1.height()), (truth.width_px, truth.height_px));
                assert!(inside(truth, &truth.quad.unwrap()), "{kind:?} {seed} {:?}", truth.quad);
                assert!(!truth.fields.is_empty());
                for field in &truth.fields {
                    assert!(inside(truth, &field.quad), "{kind:?} {seed} {:?}", field.name);
                    assert!(
                        field.quad[1].x > field.quad[0].x && field.quad[3].y > field.quad[0].y,
                        "{:?}",
                        field.name
                    );
                }
            }
        }
    }
}

/// Ink is darker than paper: each field's box must hold darker pixels than the strip just above it does.
#[test]
fn boxes_hold_the_ink_that_they_say() {
    let mut request = small(Kind::Td3Passport, 2);
    (request.look.shot, request.look.long_side_px) = (Shot::Scan, 1600);
    let rendered = render(&request).unwrap();
    let picture = &rendered.images[0].1;
    let darkest = |x0: f32, y0: f32, x1: f32, y1: f32| {
        let rows = (y0 as u32..y1 as u32).flat_map(|y| (x0 as u32..x1 as u32).map(move |x| (x, y)));
        rows.map(|(x, y)| picture.get_pixel(x, y).0[1]).min().unwrap()
    };
    for name in [FieldName::Surname, FieldName::DocumentNumber, FieldName::Mrz1, FieldName::Mrz2] {
        let field = rendered.truth.images[0].fields.iter().find(|field| field.name == name).unwrap();
        let [a, _, c, _] = field.quad;
        assert!(darkest(a.x, a.y, c.x, c.y) < 90, "{name:?}");
        assert!(darkest(a.x, a.y - 5.0, c.x, a.y - 2.0) > 110, "{name:?}: ink above the box");
    }
}

#[test]
fn the_zone_is_printed_as_two_fields() {
    let rendered = render(&small(Kind::Td3Passport, 1)).unwrap();
    let lines: Vec<_> = rendered.truth.images[0]
        .fields
        .iter()
        .filter(|field| matches!(field.name, FieldName::Mrz1 | FieldName::Mrz2))
        .map(|field| field.text.clone())
        .collect();
    assert_eq!(lines, rendered.truth.mrz);
    assert!(mrz::parse(&lines).unwrap().valid());
}

#[test]
fn a_wrong_composite_digit_is_the_only_thing_wrong() {
    let mut request = small(Kind::Td3Passport, 8);
    request.look.wrong_composite_digit = true;
    let zone = mrz::parse(&render(&request).unwrap().truth.mrz).unwrap();
    let wrong: Vec<_> = zone.checks.iter().filter(|check| !check.ok).map(|check| check.field).collect();
    assert_eq!(wrong, [mrz::CheckField::Composite]);
}

#[test]
fn degradations_do_what_they_say() {
    let mean = |kind: DegradationKind, strength: f32| {
        let mut request = small(Kind::Td3Passport, 1);
        request.look.degradations.push(Degradation::new(kind, strength));
        let rendered = render(&request).unwrap();
        assert_eq!(rendered.truth.images[0].degradations, request.look.degradations);
        let picture = &rendered.images[0].1;
        let sum: u64 = picture.as_raw().iter().map(|&v| u64::from(v)).sum();
        (sum as f64 / picture.as_raw().len() as f64, rendered.truth.images[0].clone())
    };
    let plain = mean(DegradationKind::TooDark, 0.0).0;
    assert!(mean(DegradationKind::TooDark, 0.8).0 < plain * 0.25);
    assert!(mean(DegradationKind::TooBright, 0.8).0 > plain + 40.0);
    let (_, cut) = mean(DegradationKind::CutOff, 0.8);
    assert!(!inside(&cut, &cut.quad.unwrap()));
    let (_, small) = mean(DegradationKind::TooSmall, 0.8);
    let quad = small.quad.unwrap();
    assert!(quad[1].x - quad[0].x < 0.35 * small.width_px as f32);
}

#[test]
fn both_sides_and_the_selfie_are_rendered_when_asked_for() {
    let mut request = small(Kind::ResidentIdCn, 1);
    request.look.selfie = true;
    let roles: Vec<_> = render(&request).unwrap().images.iter().map(|(role, _)| *role).collect();
    assert_eq!(roles, [ImageRole::Front, ImageRole::Back, ImageRole::Selfie]);
}

#[test]
fn impossible_requests_are_refused() {
    let mut request = small(Kind::Td3Passport, 1);
    request.look.long_side_px = 60_000;
    assert!(matches!(render(&request), Err(RenderError::Size(60_000))));
    let mut request = small(Kind::Td3Passport, 1);
    request.look.portrait = Some("no/such/file.png".into());
    assert!(matches!(render(&request), Err(RenderError::Portrait { .. })));
    let mut request = small(Kind::Td3Passport, 1);
    request.person.document_number = Some("TOO-LONG-FOR-A-PASSPORT".to_owned());
    assert!(matches!(render(&request), Err(RenderError::Mrz(_))));
    let mut request = small(Kind::ResidentIdCn, 1);
    request.person.name_zh = Some("\u{10FFFD}".to_owned());
    assert!(matches!(render(&request), Err(RenderError::MissingGlyph { code_point: 0x0010_FFFD, .. })));
}
