//! The camera: lays a flat page on a table, looks at it, and spoils the picture as asked.

mod frame;
mod optics;
mod projection;
mod table;

use crate::canvas::Page;
use crate::random::stream;
use crate::request::{Look, Shot};
use crate::truth::{Degradation, DegradationKind, FieldTruth, ImageRole, ImageTruth, Point};
use frame::Frame;
use image::RgbImage;
use projection::Projection;
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use table::Table;

/// Photographs a page, or the bare table, and says where everything is.
pub(crate) fn photograph(
    page: Option<&Page>,
    role: ImageRole,
    look: &Look,
    seed: u64,
) -> (RgbImage, ImageTruth) {
    let mut rng = stream(seed, &format!("camera {role:?}"));
    let mut frame = Frame::new(look.long_side_px, look.long_side_px * 3 / 4);
    let projection = page.map(|page| place(&mut rng, page, &frame, look));
    let table = Table::draw(&mut rng, look.shot);
    table.expose(&mut frame, page.zip(projection.as_ref()));
    let subject = projection.as_ref().map_or_else(|| frame.corners(), Projection::quad);
    apply(&mut frame, look, &subject, &mut rng);
    let picture = develop(frame, look, &mut rng);
    let truth = describe(page, projection.as_ref(), role, look, &picture);
    (picture, truth)
}

fn strength(look: &Look, kind: DegradationKind) -> f32 {
    look.degradations.iter().filter(|d| d.kind == kind).map(|d| d.strength).fold(0.0, f32::max)
}

/// Chooses where the document lies and from where it is seen.
fn place(rng: &mut ChaCha8Rng, page: &Page, frame: &Frame, look: &Look) -> Projection {
    let free = if look.shot == Shot::Scan { 0.0 } else { 1.0 };
    let mut swing = |limit: f32| rng.random_range(-limit..limit) * free;
    let tilt = [swing(6.0), swing(6.0), swing(3.5)];
    let drift = (swing(0.02), swing(0.02));
    let share = 0.80 - 0.64 * strength(look, DegradationKind::TooSmall);
    let mut projection = Projection::new(page, frame, share, tilt, drift);
    let cut = strength(look, DegradationKind::CutOff);
    if cut > 0.0 {
        projection.push_out(frame, 0.05 + 0.22 * cut);
    }
    projection
}

fn apply(frame: &mut Frame, look: &Look, subject: &[Point; 4], rng: &mut ChaCha8Rng) {
    let seed = rng.random();
    for Degradation { kind, strength } in &look.degradations {
        match kind {
            DegradationKind::Glare => optics::glare(frame, subject, *strength, seed),
            DegradationKind::Blur => frame.blur(strength * 9.0 * frame.scale()),
            DegradationKind::MotionBlur => optics::motion(frame, strength * 46.0 * frame.scale(), seed),
            DegradationKind::TooDark => frame.expose((1.0 - strength).powi(3)),
            DegradationKind::TooBright => frame.expose(1.0 + 9.0 * strength),
            DegradationKind::Covered => optics::finger(frame, subject, *strength),
            DegradationKind::CutOff | DegradationKind::TooSmall => {}
        }
    }
}

/// Lens, sensor and file: a scan is clean, a photograph is not.
fn develop(mut frame: Frame, look: &Look, rng: &mut ChaCha8Rng) -> RgbImage {
    let seed = rng.random();
    if look.shot == Shot::Scan {
        return frame.finish(0.0, seed);
    }
    frame.blur(0.55 * frame.scale());
    let warm = rng.random_range(-0.05..0.05_f32);
    frame.balance([1.0 + warm, 1.0, 1.0 - warm]);
    optics::through_jpeg(frame.finish(1.6, seed), rng.random_range(84..93))
}

fn describe(
    page: Option<&Page>,
    projection: Option<&Projection>,
    role: ImageRole,
    look: &Look,
    picture: &RgbImage,
) -> ImageTruth {
    let project = |quad: &[Point; 4]| projection.map(|p| quad.map(|corner| p.to_frame(corner)));
    let fields = page.map_or(&[][..], |page| &page.fields);
    let moved = |field: &FieldTruth| Some(FieldTruth { quad: project(&field.quad)?, ..field.clone() });
    ImageTruth {
        role,
        width_px: picture.width(),
        height_px: picture.height(),
        quad: projection.map(Projection::quad),
        portrait: page.and_then(|page| page.portrait.as_ref()).and_then(project),
        fields: fields.iter().filter_map(moved).collect(),
        degradations: look.degradations.clone(),
    }
}
