//! A print or a display that a hand holds before the camera: where it is, and what is seen of it.

use super::attack::{Print, Screen};
use super::blur;
use super::frame::Frame;
use super::hand::{Finger, SKINS, smooth};
use super::light::Light;
use super::projection::Spot;
use super::sheet::rectangle;
use super::texture::Texture;
use crate::canvas::{Colour, mix, rgb};
use crate::random::pick;
use crate::truth::Point;
use glam::{Mat3, Vec3, vec3};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// Focal length in heights of the frame: a phone's front camera, upright.
const FOCAL: f32 = 1.3;
/// Share of the frame's height that the sheet fills when it is held still.
const FILL: f32 = 0.86;
/// Where the room's lamp stands, from the camera: to the left, above.
const LAMP: Vec3 = Vec3::new(-0.35, -0.5, -0.79);

/// How the hand holds it, beside straight and in the middle.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Grip {
    /// Positive turns it to the picture's right, as a head's pose does.
    pub(crate) yaw_deg: f32,
    /// Positive turns it upwards.
    pub(crate) pitch_deg: f32,
    /// Positive turns it clockwise as seen.
    pub(crate) roll_deg: f32,
    /// To the right, down and towards the camera.
    pub(crate) shift_mm: Vec3,
}

/// Light in the room: its share of a well lit one, and what a coloured screen adds to it, as a share of the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Lamp {
    pub(crate) day: f32,
    pub(crate) colour: Colour,
}

/// What is held.
pub(crate) struct Held {
    surface: Surface,
    size_mm: (f32, f32),
    /// Radius of the cylinder that a bent sheet lies on.
    bent_mm: Option<f32>,
    skin: Colour,
    thumb: (bool, f32),
    glare: f32,
    /// Lines of the sensor to a line of the film: the camera skips the others, which is where moiré comes from.
    skipped: f32,
}

enum Surface {
    Print(Print),
    Screen(Screen),
}

impl Held {
    /// A colour print of a picture of that shape (height by width), 28 cm high.
    pub(crate) fn print(shape: f32, bent: bool, rng: &mut ChaCha8Rng) -> Held {
        let print = Print::colour(rng.random_range(0.1..0.7), rng);
        let bent_mm = bent.then(|| rng.random_range(95.0..140.0_f32));
        Held::new(Surface::Print(print), 280.0, shape, bent_mm, rng)
    }

    /// A tablet with a picture 20 cm high.
    pub(crate) fn screen(shape: f32, rng: &mut ChaCha8Rng) -> Held {
        let screen = Screen::tablet((200.0 / shape, 200.0), rng);
        Held::new(Surface::Screen(screen), 200.0, shape, None, rng)
    }

    fn new(surface: Surface, height: f32, shape: f32, bent_mm: Option<f32>, rng: &mut ChaCha8Rng) -> Held {
        let skin = rgb(pick(rng, &SKINS));
        let thumb = (rng.random_bool(0.5), rng.random_range(0.62..0.85));
        let (glare, skipped) = (rng.random_range(0.03..0.12), rng.random_range(1.6..3.0));
        Held { surface, size_mm: (height / shape, height), bent_mm, skin, thumb, glare, skipped }
    }

    /// Fills the frame: what is held shows `image`, `room` (by place in pixels) is behind it.
    pub(crate) fn expose(
        &self,
        frame: &mut Frame,
        image: &Frame,
        (grip, lamp): (Grip, Lamp),
        room: impl Fn(f32, f32) -> Colour + Sync,
    ) {
        let (texture, eye) = (Texture::of_light(image), Eye::new(self, grip, frame));
        let scale = image.height as f32 / self.size_mm.1;
        let look = Looked { held: self, texture, scale, eye, grip, lamp };
        frame.paint(|x, y| look.over(room(x, y), x, y));
        self.thumb(frame, &look.eye, lamp);
        blur::gaussian(frame, 0.55);
    }

    fn thumb(&self, frame: &mut Frame, eye: &Eye, lamp: Lamp) {
        let corners = rectangle(self.size_mm.0, self.size_mm.1).map(|corner| eye.seen(corner));
        let light = Light::cast(frame, &[Box::new(|_, _, node| node.gain = lamp.day)]);
        Finger::over_side(&corners, self.thumb.0, self.thumb.1, 0.1).draw(frame, &light, self.skin);
    }
}

/// From where the sheet is looked at.
struct Eye {
    centre: (f32, f32),
    focal_px: f32,
    turn: Mat3,
    place: Vec3,
    half_mm: (f32, f32),
    bent_mm: Option<f32>,
}

/// What a ray meets: the place on the sheet and the cosines at which camera and lamp see it.
struct Met {
    spot: Spot,
    facing: f32,
    lit: f32,
}

impl Eye {
    fn new(held: &Held, grip: Grip, frame: &Frame) -> Eye {
        let height = frame.height as f32;
        let turn = Mat3::from_rotation_z(grip.roll_deg.to_radians())
            * Mat3::from_rotation_y(-grip.yaw_deg.to_radians())
            * Mat3::from_rotation_x(-grip.pitch_deg.to_radians());
        let away = held.size_mm.1 * FOCAL / FILL;
        Eye {
            centre: (frame.width as f32 / 2.0, height / 2.0),
            focal_px: FOCAL * height,
            turn,
            place: vec3(grip.shift_mm.x, grip.shift_mm.y, away - grip.shift_mm.z),
            half_mm: (held.size_mm.0 / 2.0, held.size_mm.1 / 2.0),
            bent_mm: held.bent_mm,
        }
    }

    /// What the frame shows at a place in pixels, if the ray meets the sheet or the surface that goes on beyond it.
    fn met(&self, x: f32, y: f32) -> Option<Met> {
        let ray = vec3((x - self.centre.0) / self.focal_px, (y - self.centre.1) / self.focal_px, 1.0);
        let back = self.turn.transpose();
        let (from, along) = (back * -self.place, back * ray);
        let (depth, normal) = match self.bent_mm {
            None => (-from.z / along.z, -Vec3::Z),
            Some(radius) => bent(from, along, radius)?,
        };
        let p = from + along * depth;
        let around = self.bent_mm.map_or(p.x, |radius| radius * p.x.atan2(radius - p.z));
        let facing = -normal.dot(along.normalize());
        let lit = (self.turn * normal).dot(LAMP).max(0.0);
        let spot = Spot {
            x: around + self.half_mm.0,
            y: p.y + self.half_mm.1,
            pixel_mm: depth / self.focal_px / facing.max(0.2),
        };
        (depth > 0.0 && facing > 0.02).then_some(Met { spot, facing, lit })
    }

    /// Where the frame shows a place of the sheet in millimetres from its upper left corner.
    fn seen(&self, on: Point) -> Point {
        let (x, y) = (on.x - self.half_mm.0, on.y - self.half_mm.1);
        let flat = match self.bent_mm {
            None => vec3(x, y, 0.0),
            Some(radius) => vec3(radius * (x / radius).sin(), y, radius - radius * (x / radius).cos()),
        };
        let p = self.turn * flat + self.place;
        let at = |centre: f32, across: f32| centre + self.focal_px * across / p.z;
        Point { x: at(self.centre.0, p.x), y: at(self.centre.1, p.y) }
    }
}

/// Where a ray meets an upright cylinder whose front touches the origin, and the normal there.
fn bent(from: Vec3, along: Vec3, radius: f32) -> Option<(f32, Vec3)> {
    let z = from.z - radius;
    let (a, b) = (along.x * along.x + along.z * along.z, from.x * along.x + z * along.z);
    let root = b * b - a * (from.x * from.x + z * z - radius * radius);
    if root < 0.0 {
        return None;
    }
    let depth = (-b - root.sqrt()) / a;
    let p = from + along * depth;
    Some((depth, vec3(p.x, 0.0, p.z - radius) / radius))
}

/// A sheet with its picture, looked at.
struct Looked<'a> {
    held: &'a Held,
    texture: Texture,
    /// Pixels of the picture to a millimetre.
    scale: f32,
    eye: Eye,
    grip: Grip,
    lamp: Lamp,
}

impl Looked<'_> {
    fn over(&self, room: Colour, x: f32, y: f32) -> Colour {
        let Some(met) = self.eye.met(x, y) else { return room };
        match &self.held.surface {
            Surface::Print(print) => self.paper(print, &met, room),
            Surface::Screen(screen) => self.display(screen, &met, room, (x, y)),
        }
    }

    fn light(&self, spot: Spot) -> Colour {
        self.texture.sample(spot.x * self.scale, spot.y * self.scale, spot.pixel_mm * self.scale)
    }

    /// Distance from the picture's outline in millimetres, below 0 inside.
    fn outside(&self, spot: Spot) -> f32 {
        let (w, h) = self.held.size_mm;
        (-spot.x).max(spot.x - w).max(-spot.y).max(spot.y - h)
    }

    /// Paper sends back the room's light and the coloured one.
    fn paper(&self, print: &Print, met: &Met, room: Colour) -> Colour {
        let (spot, on) = (met.spot, (met.spot.x, met.spot.y));
        let cover = (0.5 - print.beyond(on, self.held.size_mm) / spot.pixel_mm).clamp(0.0, 1.0);
        if cover == 0.0 {
            return room;
        }
        let image = if self.outside(spot) <= 0.0 { self.light(spot) } else { [1.0; 3] };
        let seen = print.inked(image, on, spot);
        let day = self.lamp.day * (0.45 + 0.68 * met.lit);
        mix(room, [0, 1, 2].map(|c| seen[c] * (day + self.lamp.colour[c] * met.facing)), cover)
    }

    /// A display shines by itself; its glass mirrors a window, and hardly any of the coloured light.
    fn display(&self, screen: &Screen, met: &Met, room: Colour, at: (f32, f32)) -> Colour {
        let outside = self.outside(met.spot);
        let cover = (0.5 - (outside - screen.bezel_mm) / met.spot.pixel_mm).clamp(0.0, 1.0);
        if cover == 0.0 {
            return room;
        }
        let glass = self.mirrored(met.spot);
        let body = if outside > 0.0 { screen.bezel(outside) } else { self.shown(screen, met.spot, at) };
        mix(room, [0, 1, 2].map(|c| body[c] + glass + 0.02 * self.lamp.colour[c]), cover)
    }

    fn shown(&self, screen: &Screen, spot: Spot, at: (f32, f32)) -> Colour {
        let nowhere = Spot { x: 0.0, y: 0.0, ..spot };
        let place = |x: f32, y: f32| self.eye.met(x, y).map_or(nowhere, |met| met.spot);
        let grid = screen.grid(place, at, spot.pixel_mm / self.held.skipped / screen.pitch_mm);
        let shown = screen.emitted(self.light(spot));
        [0, 1, 2].map(|c| (0.88 * shown[c] * grid[c]).max(0.0))
    }

    /// A window in the glass: it wanders twice as fast as the display turns.
    fn mirrored(&self, spot: Spot) -> f32 {
        let (w, h) = self.held.size_mm;
        let x = spot.x / w - 0.72 - self.grip.yaw_deg / 22.0;
        let y = spot.y / h - 0.2 - self.grip.pitch_deg / 30.0;
        let pane = |d: f32, half: f32| 1.0 - smooth(half - 0.06, half + 0.06, d.abs());
        self.held.glare * self.lamp.day * (pane(x + 0.2 * y, 0.16) * pane(y, 0.22) + 0.12)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::stream;

    fn turned(bent: bool) -> (Held, Eye) {
        let held = Held::print(4.0 / 3.0, bent, &mut stream(3, "held"));
        let grip = Grip { yaw_deg: 30.0, pitch_deg: -8.0, roll_deg: 4.0, shift_mm: vec3(12.0, -9.0, 20.0) };
        let eye = Eye::new(&held, grip, &Frame::new(480, 640));
        (held, eye)
    }

    #[test]
    fn rays_meet_the_sheet_where_it_is_seen() {
        for bent in [false, true] {
            let (held, eye) = turned(bent);
            for on in rectangle(held.size_mm.0, held.size_mm.1) {
                let on = Point { x: 0.25 * held.size_mm.0 + 0.5 * on.x, y: on.y };
                let seen = eye.seen(on);
                let met = eye.met(seen.x, seen.y).unwrap();
                assert!((met.spot.x - on.x).hypot(met.spot.y - on.y) < 0.05, "{bent}: {on:?}");
            }
        }
    }

    #[test]
    fn a_flat_sheets_lines_stay_straight_and_a_bent_ones_do_not() {
        let sag = |bent: bool| {
            let (held, eye) = turned(bent);
            let at = |share: f32| eye.seen(Point { x: held.size_mm.0 * share, y: 20.0 });
            let (a, b, c) = (at(0.05), at(0.5), at(0.95));
            let length = (c.x - a.x).hypot(c.y - a.y);
            (((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)) / length).abs()
        };
        assert!(sag(false) < 0.01 && sag(true) > 3.0, "{} {}", sag(false), sag(true));
    }
}
