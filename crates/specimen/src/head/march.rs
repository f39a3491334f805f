//! Rays through the picture: marching, normals, occlusion, shadows and smoothing of edges.

use super::Portrait;
use super::light::{Backdrop, Light};
use super::paint;
use super::shape::{Head, Material};
use crate::noise;
use glam::{Vec2, Vec3, vec2, vec3};
use image::{Rgb, RgbImage};
use std::thread;

/// Everything beyond this is background.
const FAR_CM: f32 = 45.0;
/// The middle of the picture, a little below the eyes.
const AIM: Vec3 = Vec3::new(0.0, -1.4, 0.0);
const STEPS_MAX: u32 = 120;
/// Pixels that differ from a neighbour by more than this are sampled again.
const EDGE: f32 = 0.045;

pub(super) struct View<'a> {
    pub(super) head: Head<'a>,
    portrait: &'a Portrait,
    pub(super) width: usize,
    pub(super) height: usize,
    eye: Vec3,
}

pub(super) fn picture(portrait: &Portrait) -> RgbImage {
    let view = View::of(portrait);
    let first = view.rows(|x, y| view.colour(vec2(x as f32 + 0.5, y as f32 + 0.5)));
    let smooth =
        view.rows(
            |x, y| if view.is_edge(&first, x, y) { view.resample(x, y) } else { first[y * view.width + x] },
        );
    let bytes =
        smooth.into_iter().flat_map(|c| (c * 255.0).round().to_array().map(|v| v.clamp(0.0, 255.0) as u8));
    let (width, height) = (view.width as u32, view.height as u32);
    RgbImage::from_raw(width, height, bytes.collect())
        .unwrap_or_else(|| RgbImage::from_pixel(width, height, Rgb([0; 3])))
}

impl<'a> View<'a> {
    pub(super) fn of(portrait: &'a Portrait) -> View<'a> {
        View {
            head: Head::new(portrait),
            portrait,
            width: portrait.width_px.clamp(16, 2048) as usize,
            height: portrait.height_px.clamp(16, 2048) as usize,
            eye: AIM + vec3(0.0, 0.0, portrait.distance_cm.clamp(30.0, 200.0)),
        }
    }
}

impl View<'_> {
    /// Computes every pixel, rows dealt to all cores.
    pub(super) fn rows<T: Copy + Default + Send>(&self, pixel: impl Fn(usize, usize) -> T + Sync) -> Vec<T> {
        let mut out = vec![T::default(); self.width * self.height];
        let cores = thread::available_parallelism().map_or(1, usize::from).min(16);
        let share = self.height.div_ceil(cores * 4) * self.width;
        let next = std::sync::Mutex::new(out.chunks_mut(share).enumerate());
        thread::scope(|scope| {
            for _ in 0..cores {
                scope.spawn(|| {
                    loop {
                        let Some((index, chunk)) = next.lock().ok().and_then(|mut next| next.next()) else {
                            return;
                        };
                        for (i, slot) in chunk.iter_mut().enumerate() {
                            let at = index * share + i;
                            *slot = pixel(at % self.width, at / self.width);
                        }
                    }
                });
            }
        });
        out
    }

    fn is_edge(&self, picture: &[Vec3], x: usize, y: usize) -> bool {
        let here = picture[y * self.width + x];
        let neighbours = [(x.wrapping_sub(1), y), (x + 1, y), (x, y.wrapping_sub(1)), (x, y + 1)];
        neighbours.into_iter().any(|(nx, ny)| {
            nx < self.width
                && ny < self.height
                && (picture[ny * self.width + nx] - here).abs().max_element() > EDGE
        })
    }

    fn resample(&self, x: usize, y: usize) -> Vec3 {
        let taps = [(0.375, 0.125), (0.875, 0.375), (0.625, 0.875), (0.125, 0.625)];
        let sum: Vec3 = taps.iter().map(|(dx, dy)| self.colour(vec2(x as f32 + dx, y as f32 + dy))).sum();
        sum / taps.len() as f32
    }

    /// Printed value 0–1 at a place of the picture.
    fn colour(&self, at: Vec2) -> Vec3 {
        let across = vec2(at.x - self.width as f32 / 2.0, self.height as f32 / 2.0 - at.y);
        let ray = self.ray(across);
        match self.hit(ray) {
            Some(p) => tone(self.shade(p, ray).0),
            None => self.backdrop(at),
        }
    }

    /// Printed value 0–1 of the head at a place of the picture and how far it faces the camera, 0–1; `None` beside it.
    pub(super) fn head_alone(&self, at: Vec2) -> Option<(Vec3, f32)> {
        let across = vec2(at.x - self.width as f32 / 2.0, self.height as f32 / 2.0 - at.y);
        let ray = self.ray(across);
        let (light, facing) = self.shade(self.hit(ray)?, ray);
        Some((tone(light), facing))
    }

    /// Where the picture shows a place of the room, in pixels.
    pub(super) fn project(&self, p: Vec3) -> Vec2 {
        let from = p - self.eye;
        let plane = (6.0 + AIM.z - self.eye.z) / from.z;
        let scale = self.height as f32 / self.portrait.view_cm;
        let across = vec2(from.x, from.y) * plane * scale;
        vec2(self.width as f32 / 2.0 + across.x, self.height as f32 / 2.0 - across.y)
    }

    fn ray(&self, across: Vec2) -> Vec3 {
        let scale = self.portrait.view_cm / self.height as f32;
        (vec3(across.x * scale, across.y * scale, 0.0) + AIM + vec3(0.0, 0.0, 6.0) - self.eye).normalize()
    }

    fn hit(&self, ray: Vec3) -> Option<Vec3> {
        let start = self.eye.z - 14.0;
        let mut t = start / -ray.z;
        let end = (self.eye.z + FAR_CM - 14.0) / -ray.z;
        for _ in 0..STEPS_MAX {
            let p = self.eye + ray * t;
            let d = self.head.distance(p);
            if d < 0.006 {
                return Some(p);
            }
            t += d * 0.92;
            if t > end {
                return None;
            }
        }
        // A grazing ray that ran out of steps is at the surface or past it.
        let p = self.eye + ray * t;
        (self.head.distance(p) < 0.08).then_some(p)
    }

    fn normal(&self, p: Vec3, step: f32) -> Vec3 {
        let corners = [vec3(1.0, -1.0, -1.0), vec3(-1.0, -1.0, 1.0), vec3(-1.0, 1.0, -1.0), Vec3::ONE];
        let sum: Vec3 = corners.iter().map(|&corner| corner * self.head.distance(p + corner * step)).sum();
        sum.normalize_or(Vec3::Z)
    }

    /// How much of the surroundings a place sees, 0–1.
    fn openness(&self, p: Vec3, normal: Vec3) -> f32 {
        let steps = [0.25, 0.7, 1.5, 3.0];
        let missing: f32 = steps
            .iter()
            .zip([1.0, 0.6, 0.35, 0.2])
            .map(|(h, weight)| ((h - self.head.distance(p + normal * h)) / h).clamp(0.0, 1.0) * weight)
            .sum();
        (1.0 - missing * 0.52).clamp(0.0, 1.0)
    }

    /// How much of a broad lamp reaches a place, 0–1.
    fn lit(&self, p: Vec3, towards: Vec3) -> f32 {
        let (mut t, mut light) = (0.25_f32, 1.0_f32);
        for _ in 0..14 {
            let d = self.head.distance(p + towards * t);
            light = light.min(0.5 + 0.5 * d / (0.16 * t));
            if light <= 0.0 || t > 14.0 {
                break;
            }
            t += d.clamp(0.18, 2.5);
        }
        let light = light.clamp(0.0, 1.0);
        light * light * (3.0 - 2.0 * light)
    }

    /// Linear light from a place towards the camera, and the cosine at which it faces the camera.
    fn shade(&self, p: Vec3, ray: Vec3) -> (Vec3, f32) {
        let material = self.head.material(p);
        let step = if material == Material::Hair { 0.05 } else { 0.012 };
        let smooth_normal = self.normal(p, step);
        let surface = paint::surface(&self.head, p, smooth_normal, material);
        let normal = surface.normal;
        let open = self.openness(p + normal * 0.02, smooth_normal);
        let Light { key, fill, ambient, .. } = self.portrait.light;
        let towards = self.portrait.light.key_direction();
        let reach = self.lit(p + smooth_normal * 0.03, towards);
        let sky = 0.75 + 0.25 * normal.y;
        let mut light = surface.diffuse(normal.dot(towards), reach) * Vec3::from(key);
        light += surface.diffuse(normal.dot(self.portrait.light.fill_direction()), open) * Vec3::from(fill);
        light += Vec3::from(ambient) * sky * open;
        let mirror = surface.shine(normal, towards, -ray) * reach;
        let rim = surface.gloss * 0.25 * (1.0 - normal.dot(-ray).clamp(0.0, 1.0)).powi(4) * open;
        let seen = surface.colour * light + Vec3::from(key) * mirror + Vec3::from(ambient) * rim;
        (seen, smooth_normal.dot(-ray).max(0.0))
    }

    fn backdrop(&self, at: Vec2) -> Vec3 {
        let (u, v) = (at.x / self.height as f32, at.y / self.height as f32);
        match self.portrait.backdrop {
            Backdrop::Plain(colour) => Vec3::from(colour) * (1.0 - 0.05 * (v - 0.3)),
            Backdrop::Room(seed) => room(u, v, seed),
        }
    }
}

/// A wall, a bright window and some furniture, far out of focus.
pub(crate) fn room(u: f32, v: f32, seed: u32) -> Vec3 {
    let pick = |n: f32| noise::plane(n + 0.5, 7.5, seed);
    let wall = vec3(0.62 + 0.2 * pick(1.0), 0.60 + 0.2 * pick(2.0), 0.56 + 0.2 * pick(3.0));
    let shade = 0.8 + 0.35 * noise::plane(u * 1.6, v * 1.6, seed);
    let place = pick(4.0) * 0.9;
    let window = soft(u, place, place + 0.22) * soft(v, 0.05, 0.45);
    let shelf = soft(u, pick(5.0), pick(5.0) + 0.3) * soft(v, 0.5, 1.2);
    let tint = vec3(0.35 + 0.3 * pick(6.0), 0.3 + 0.2 * pick(7.0), 0.25 + 0.2 * pick(8.0));
    (wall * shade).lerp(tint, 0.7 * shelf).lerp(vec3(0.93, 0.95, 0.97), 0.8 * window)
}

fn soft(value: f32, from: f32, to: f32) -> f32 {
    super::solid::smooth(from - 0.06, from + 0.06, value)
        * (1.0 - super::solid::smooth(to - 0.06, to + 0.06, value))
}

/// From linear light to printed values, with a soft shoulder.
fn tone(light: Vec3) -> Vec3 {
    let rolled = light.map(|v| if v < 0.55 { v } else { 0.55 + 0.45 * (1.0 - (-(v - 0.55) / 0.45).exp()) });
    rolled.map(|v| v.max(0.0).powf(1.0 / 2.2))
}
