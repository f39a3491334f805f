//! The camera: lays flat pages on a ground, looks at them through a lens, and spoils the picture as asked.

mod attack;
mod blur;
mod conditions;
mod frame;
mod grain;
mod ground;
mod hand;
mod held;
mod lens;
mod light;
mod projection;
mod scene;
mod sensor;
mod sheet;
#[cfg(test)]
mod tests;
mod texture;
mod view;

pub use conditions::Conditions;
pub use ground::Ground;
pub use view::View;

pub(crate) use frame::Frame;
pub(crate) use held::{Grip, Held, Lamp};
pub(crate) use sensor::Sensor;

use crate::canvas::{Page, rgb};
use crate::random::{pick, stream};
use crate::request::{Look, Shot};
use crate::truth::DegradationKind as Kind;
use crate::truth::{Corner, FieldTruth, ImageRole, ImageTruth, Point};
use attack::Medium;
use ground::{Extent, Floor};
use hand::Finger;
use image::RgbImage;
use lens::Lens;
use light::{Cause, Light};
use projection::Projection;
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use scene::Scene;
use sheet::{Sheet, rectangle};

/// Photographs pages, or the bare ground, and says where everything is. The first page is the document; another lies beside.
pub(crate) fn photograph(pages: &[&Page], role: ImageRole, look: &Look, seed: u64) -> (RgbImage, ImageTruth) {
    let shoot = Shoot::set_up(pages, role, look, seed);
    let mut frame = Frame::new(shoot.size_px.0, shoot.size_px.1);
    shoot.take(&mut frame);
    let picture = shoot.develop(frame);
    let truth = shoot.describe(pages.first().copied(), &picture);
    (picture, truth)
}

/// Everything that is decided before the shutter opens.
struct Shoot<'a> {
    look: &'a Look,
    role: ImageRole,
    seed: u64,
    size_px: (u32, u32),
    view: View,
    scene: Scene,
    projection: Projection,
    /// The document's corners in the frame; the frame's own without a document.
    subject: [Point; 4],
    /// The corner that is cut off or covered, if one must be.
    corner: Corner,
}

impl<'a> Shoot<'a> {
    fn set_up(pages: &[&Page], role: ImageRole, look: &'a Look, seed: u64) -> Shoot<'a> {
        let draws = |purpose: &str| stream(seed, &format!("camera {role:?} {purpose}"));
        let mut view = look.view.unwrap_or_else(|| nearly_above(&mut draws("view"), look.shot)).bounded();
        view.share *= 1.0 - 0.8 * look.strength(Kind::TooSmall);
        let size_px = view.frame_px(look.long_side_px);
        let sheets = lay(pages, view.bend, &mut draws("sheets"));
        let corners: Vec<Point> = sheets.iter().flat_map(Sheet::corners).collect();
        let document = sheets.first().map_or(rectangle(125.0, 88.0), Sheet::corners);
        let shutter = look.strength(Kind::RollingShutter);
        let mut swing = draws("shutter");
        let drift = [0, 1].map(|_| if swing.random_bool(0.5) { 1.0 } else { -1.0 });
        let lens = Lens::new(size_px, &view, shutter, drift);
        let aim = if corners.is_empty() { &document[..] } else { &corners };
        let mut projection = Projection::new(lens, &view, aim);
        let corner = look.corner.unwrap_or_else(|| pick(&mut draws("corner"), &Corner::ALL));
        let cut = look.strength(Kind::CutOff);
        if cut > 0.0 {
            projection.push_out(&document, corner.index(), 0.05 + 0.22 * cut);
        }
        let floor = floor(look, size_px, &projection, document, &mut draws("ground"));
        let subject = match sheets.first() {
            Some(_) => document.map(|p| projection.to_frame(p)),
            None => rectangle(size_px.0 as f32, size_px.1 as f32),
        };
        let medium = Medium::of(look, &sheets, seed);
        let scene = Scene { sheets, floor, medium };
        Shoot { look, role, seed, size_px, view, scene, projection, subject, corner }
    }

    /// A stream of its own for each purpose, so that one more degradation leaves the others as they were.
    fn draws(&self, purpose: &str) -> ChaCha8Rng {
        stream(self.seed, &format!("camera {:?} {purpose}", self.role))
    }

    /// Light, scene, fingers, and the lens.
    fn take(&self, frame: &mut Frame) {
        let light = Light::cast(frame, &self.causes(frame));
        self.scene.expose(frame, self.projection.sight(), &light);
        self.fingers(frame, &light);
        self.smear(frame);
    }

    fn causes(&self, frame: &Frame) -> Vec<Cause<'_>> {
        if self.look.shot == Shot::Scan && self.look.degradations.is_empty() {
            return Vec::new();
        }
        let mut causes = vec![self.everyday(frame)];
        let subject = &self.subject;
        for kind in Kind::ALL {
            let (strength, mut rng) = (self.look.strength(kind), self.draws(&format!("{kind:?}")));
            if strength == 0.0 {
                continue;
            }
            match kind {
                Kind::UnevenLight => causes.push(light::uneven(frame, strength, &mut rng)),
                Kind::Shadow => causes.push(light::shadow(subject, strength, &mut rng)),
                Kind::Glare => causes.push(light::glare(subject, strength, rng.random())),
                Kind::Flash => causes.push(light::flash(frame, subject, strength, &mut rng)),
                Kind::WindowReflection => causes.push(light::window(subject, strength, &mut rng)),
                Kind::ScreenRecapture => causes.push(light::window(subject, 0.06 + 0.1 * strength, &mut rng)),
                Kind::Crease => causes.extend(
                    self.scene
                        .sheets
                        .first()
                        .map(|sheet| light::crease(self.projection.sight(), sheet, strength, &mut rng)),
                ),
                _ => {}
            }
        }
        causes.push(light::vignette(frame, self.look.strength(Kind::Vignetting)));
        causes
    }

    /// The light of a room falls off a little; a scanner's does not.
    fn everyday(&self, frame: &Frame) -> Cause<'_> {
        if self.look.shot == Shot::Scan {
            return light::slope(frame, (0.0, 0.0));
        }
        let mut rng = self.draws("light");
        let gain = rng.random_range(0.84..0.94_f32);
        let slope = light::slope(frame, (rng.random_range(-0.10..0.10), rng.random_range(-0.08..0.08)));
        Box::new(move |x, y, node| {
            slope(x, y, node);
            node.gain *= gain;
        })
    }

    fn fingers(&self, frame: &mut Frame, light: &Light) {
        let mut rng = self.draws("hand");
        let skin = rgb(pick(&mut rng, &hand::SKINS));
        let (covered, held) = (self.look.strength(Kind::Covered), self.look.strength(Kind::Hand));
        if covered > 0.0 {
            Finger::over_corner(&self.subject, self.corner, covered).draw(frame, light, skin);
        }
        if held > 0.0 {
            let (right, height) = (rng.random_bool(0.3), rng.random_range(0.18..0.5));
            Finger::over_side(&self.subject, right, height, held).draw(frame, light, skin);
        }
    }

    /// What the lens and the hand smear; every lens does a little.
    fn smear(&self, frame: &mut Frame) {
        let (look, scale) = (self.look, frame.scale());
        let strength = |kind: Kind| look.strength(kind);
        blur::disc(frame, strength(Kind::Defocus) * 20.0 * scale);
        let own = if look.shot == Shot::Scan { 0.0 } else { 0.55 * scale.min(1.6) };
        blur::gaussian(frame, (strength(Kind::Blur) * 9.0 * scale).hypot(own));
        let angle = self.draws("motion").random_range(-0.4..1.3);
        let length = strength(Kind::MotionBlur) * 46.0 + strength(Kind::RollingShutter) * 8.0;
        blur::motion(frame, length * scale, angle);
    }

    /// Sensor and file: a scan is clean, a photograph is not.
    fn develop(&self, frame: Frame) -> RgbImage {
        let mut rng = self.draws("sensor");
        let strength = |kind: Kind| self.look.strength(kind);
        let exposure = (1.0 - strength(Kind::TooDark)).powi(3) * (1.0 + 9.0 * strength(Kind::TooBright));
        let scan = self.look.shot == Shot::Scan;
        let mut warm = if scan { 0.0 } else { rng.random_range(-0.05..0.05_f32) };
        warm += 0.6 * strength(Kind::WhiteBalance) * if rng.random_bool(0.6) { 1.0 } else { -1.0 };
        let gains = [1.0 + warm, 1.0, 1.0 - warm].map(|gain| gain * exposure);
        let noise_255 = if scan { 0.0 } else { 1.6 } + 44.0 * strength(Kind::SensorNoise);
        let picture = Sensor { gains, noise_255 }.expose(&frame, &mut rng);
        let (good, small) = (rng.random_range(84..93_u8), strength(Kind::Compression));
        if small > 0.0 {
            return sensor::through_jpeg(picture, (90.0 * (1.0 - small).powf(1.6)).max(4.0) as u8);
        }
        if scan { picture } else { sensor::through_jpeg(picture, good) }
    }

    fn describe(&self, page: Option<&Page>, picture: &RgbImage) -> ImageTruth {
        let mut truth = ImageTruth::new(self.role, picture.width(), picture.height());
        truth.degradations.clone_from(&self.look.degradations);
        truth.ground = self.look.ground.filter(|_| self.look.shot != Shot::Scan);
        let mut quads =
            self.scene.sheets.iter().map(|sheet| sheet.corners().map(|p| self.projection.to_frame(p)));
        let (Some(page), Some(sheet)) = (page, self.scene.sheets.first()) else { return truth };
        let seen = |quad: &[Point; 4]| quad.map(|p| self.projection.to_frame(sheet.px_to_plane(p)));
        truth.quad = quads.next();
        truth.others = quads.collect();
        truth.portrait = page.portrait.as_ref().map(seen);
        truth.fields = page.fields.iter().map(|f| FieldTruth { quad: seen(&f.quad), ..f.clone() }).collect();
        truth.corners_outside = outside(&self.subject, self.size_px);
        truth.corner_covered = (self.look.strength(Kind::Covered) > 0.0).then_some(self.corner);
        truth.view = Some(self.view);
        truth
    }
}

/// What a careful applicant does: from above, the document upright and large. A scanner is straight.
fn nearly_above(rng: &mut ChaCha8Rng, shot: Shot) -> View {
    let free = if shot == Shot::Scan { 0.0 } else { 1.0 };
    let mut swing = |limit: f32| rng.random_range(-limit..limit) * free;
    View {
        tilt_deg: swing(6.0),
        swing_deg: swing(6.0),
        turn_deg: swing(3.5),
        drift: [swing(0.2), swing(0.2)],
        ..View::default()
    }
}

/// Lays the document at the origin and the next one beside it or below.
fn lay(pages: &[&Page], bend: f32, rng: &mut ChaCha8Rng) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    let mut below = rng.random_bool(0.5);
    let mut origin = Point { x: 0.0, y: 0.0 };
    for page in pages {
        let turn = if sheets.is_empty() { 0.0 } else { rng.random_range(-0.14..0.14_f32) };
        let sheet = Sheet::new(page, origin, turn, bend);
        let (w, h) = sheet.size_mm;
        let gap = 4.0 + 0.16 * w.max(h) + rng.random_range(0.0..20.0);
        origin = if below {
            Point { x: origin.x, y: origin.y + h + gap }
        } else {
            Point { x: origin.x + w + gap, y: origin.y }
        };
        below = !below;
        sheets.push(sheet);
    }
    sheets
}

/// Paints the piece of the plane that the frame shows, as finely as it is seen.
fn floor(
    look: &Look,
    (w, h): (u32, u32),
    projection: &Projection,
    document: [Point; 4],
    rng: &mut ChaCha8Rng,
) -> Floor {
    if look.shot == Shot::Scan {
        return Floor::lid();
    }
    let (sight, w, h) = (projection.sight(), w as f32, h as f32);
    let reach = 2.5 * (document[2].x - document[0].x).hypot(document[2].y - document[0].y);
    let border = (0..=8).flat_map(|i| {
        let t = i as f32 / 8.0;
        [(t * w, 0.0), (t * w, h), (0.0, t * h), (w, t * h)]
    });
    let seen =
        border.map(|(x, y)| sight.spot(x, y)).map(|s| (s.x.clamp(-reach, reach), s.y.clamp(-reach, reach)));
    let start = (Point { x: f32::MAX, y: f32::MAX }, Point { x: f32::MIN, y: f32::MIN });
    let (low, high) = seen.fold(start, |(low, high), (x, y)| {
        (Point { x: low.x.min(x), y: low.y.min(y) }, Point { x: high.x.max(x), y: high.y.max(y) })
    });
    let px_per_mm = 0.85 / sight.spot(w / 2.0, h / 2.0).pixel_mm.max(1e-3);
    Floor::paint(look.ground, &Extent { low, high, px_per_mm, document }, rng)
}

/// Which corners lie outside the frame.
fn outside(quad: &[Point; 4], (w, h): (u32, u32)) -> Vec<Corner> {
    let inside = |p: Point| (0.0..=w as f32).contains(&p.x) && (0.0..=h as f32).contains(&p.y);
    Corner::ALL.into_iter().filter(|corner| !inside(quad[corner.index()])).collect()
}
