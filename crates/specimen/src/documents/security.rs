//! Security printing: guilloche bands, rosettes, gradients, microtext.

use crate::canvas::{Area, Colour, Page, Type, mix, rgb};
use crate::error::RenderError;
use crate::fonts::Style;
use crate::random::stream;
use image::RgbImage;
use rand::Rng;
use std::f32::consts::TAU;

/// A gradient between two colours along the page, as rainbow printing runs one ink into another.
pub(super) fn rainbow(page: &mut Page, inks: &[Colour], angle_deg: f32) {
    let area = page.area();
    let (dx, dy) = (angle_deg.to_radians().cos(), angle_deg.to_radians().sin());
    let length = area.width * dx.abs() + area.height * dy.abs();
    page.shade(area, |x, y| {
        let place = ((x * dx + y * dy) / length).clamp(0.0, 1.0) * (inks.len() - 1) as f32;
        let left = (place as usize).min(inks.len() - 2);
        (mix(inks[left], inks[left + 1], place - left as f32), 1.0)
    });
}

/// Fine waves whose phase is bent by slower waves; `seed_phase` shifts the pattern.
pub(super) fn waves(page: &mut Page, area: Area, ink: Colour, alpha: f32, spacing_mm: f32, seed_phase: f32) {
    lines(page, area, ink, alpha, 0.3, |x, y| {
        let bend = 2.2 * (TAU * (x / 37.0 + seed_phase)).sin() + 1.1 * (TAU * (x / 13.0 - y / 41.0)).sin();
        (y + bend) / spacing_mm
    });
}

/// Two braided families of waves in a horizontal band.
pub(super) fn braid(page: &mut Page, band: Area, ink: Colour, alpha: f32) {
    let middle = band.y + band.height / 2.0;
    for strand in 0..7 {
        let phase = strand as f32 / 7.0;
        lines(page, band, ink, alpha, 0.12, |x, y| {
            let swing = 0.42 * band.height * (TAU * (x / 18.0 + phase)).sin() * (TAU * (x / 61.0)).cos();
            // One line only: beyond half a period there is nothing near an integer.
            ((y - middle - swing) / band.height).clamp(-0.49, 0.49)
        });
    }
}

/// A rosette: rings whose radius swings with the angle.
pub(super) fn rosette(
    page: &mut Page,
    centre: (f32, f32),
    radius_mm: f32,
    petals: u32,
    ink: Colour,
    alpha: f32,
) {
    let area = Area::new(centre.0 - radius_mm, centre.1 - radius_mm, 2.0 * radius_mm, 2.0 * radius_mm);
    for turn in [1.0, -1.0] {
        lines(page, area, ink, alpha, 0.22, |x, y| {
            let (dx, dy) = (x - centre.0, y - centre.1);
            let r = dx.hypot(dy);
            if r > radius_mm {
                return 0.5;
            }
            let swing = (dy.atan2(dx) * petals as f32 + turn * r * 0.55).sin();
            (r + swing * radius_mm * 0.09 * (1.0 - r / radius_mm)) / 0.75
        });
    }
}

/// Two families of slanting lines that bend a little.
pub(super) fn lattice(page: &mut Page, area: Area, ink: Colour, alpha: f32, spacing_mm: f32) {
    for slant in [1.0, -1.0] {
        lines(page, area, ink, alpha, 0.1, |x, y| {
            (x + slant * y + 0.9 * (TAU * (x - slant * y) / 23.0).sin()) / spacing_mm
        });
    }
}

/// Rays from a point, bent like a fan in the wind.
pub(super) fn rays(page: &mut Page, area: Area, ink: Colour, alpha: f32, from: (f32, f32)) {
    lines(page, area, ink, alpha, 0.25, |x, y| {
        let (dx, dy) = (x - from.0, y - from.1);
        let r = dx.hypot(dy);
        // Near the point the rays would run together.
        if r < 6.0 { 0.5 } else { dy.atan2(dx) / TAU * 90.0 + (r / 9.0).sin() }
    });
}

/// The portrait again, small, pale and in one ink.
pub(super) fn ghost(page: &mut Page, area: Area, portrait: &RgbImage) {
    page.picture(area, portrait, |colour| {
        let luma = 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2];
        (mix(rgb(0x4a6a8a), rgb(0xf0f0ea), luma), 0.32 * (1.0 - luma * 0.8))
    });
}

/// A scribble that stands for the holder's signature.
pub(super) fn signature(page: &mut Page, area: Area, seed: u64) {
    let mut rng = stream(seed, "signature");
    let waves: Vec<(f32, f32, f32)> = (1..5)
        .map(|n| (rng.random_range(0.2..1.0) / n as f32, n as f32 * 0.9, rng.random_range(0.0..6.0)))
        .collect();
    page.shade(area, |x, y| {
        let t = (x - area.x) / area.width * 6.0;
        let height: f32 = waves.iter().map(|(a, f, p)| a * (f * t * 2.2 + p).sin()).sum();
        let slope: f32 = waves.iter().map(|(a, f, p)| a * f * 2.2 * (f * t * 2.2 + p).cos()).sum::<f32>()
            * 6.0
            / area.width;
        let distance =
            (y - (area.y + area.height / 2.0) - height * 1.2).abs() / slope.mul_add(slope, 1.0).sqrt();
        (rgb(0x22304a), ((0.16 - distance) * 12.0).clamp(0.0, 0.9))
    });
}

/// A patch of foil: the colours of the rainbow by angle and place, with the emblem's star in it.
pub(super) fn hologram(page: &mut Page, centre: (f32, f32), radius_mm: f32, seed: u64) {
    let mut rng = stream(seed, "hologram");
    let (turn, tilt) = (rng.random_range(0.0..TAU), rng.random_range(0.15..0.5_f32));
    let area = Area::new(centre.0 - radius_mm, centre.1 - radius_mm, 2.0 * radius_mm, 2.0 * radius_mm);
    let soft = 0.5 / page.scale;
    page.shade(area, |x, y| {
        let (dx, dy) = (x - centre.0, y - centre.1);
        let (r, angle) = (dx.hypot(dy), dy.atan2(dx));
        let hue = (dx * turn.cos() + dy * turn.sin()) * tilt + 2.0 * (angle * 3.0 + turn).sin();
        let colour = [0.0, 2.1, 4.2].map(|phase| 0.62 + 0.34 * (hue + phase).sin());
        let star = 0.5 + 0.5 * (angle * 8.0 + r * 1.9).cos();
        let rings = 0.5 + 0.5 * (r * TAU / 1.1).cos();
        let edge = ((radius_mm - r) / soft).clamp(0.0, 1.0);
        (colour, edge * (0.16 + 0.14 * star + 0.08 * rings))
    });
}

/// Draws lines wherever the phase crosses an integer; `width` is the line's share of the period.
pub(super) fn lines(
    page: &mut Page,
    area: Area,
    ink: Colour,
    alpha: f32,
    width: f32,
    phase: impl Fn(f32, f32) -> f32,
) {
    let step = 0.5 / page.scale;
    page.shade(area, |x, y| {
        let here = phase(x, y);
        let slope = (phase(x + step, y) - here).hypot(phase(x, y + step) - here).max(1e-4) * 2.0;
        let distance = (here - here.round()).abs();
        let coverage = ((width / 2.0 - distance) / slope + 0.5).clamp(0.0, 1.0);
        // Where lines are finer than the raster their mean is printed, as a press would.
        let moire = (slope - 0.4).clamp(0.0, 0.6) / 0.6;
        (ink, alpha * (coverage * (1.0 - moire) + width * moire))
    });
}

/// A line of letters too small to notice, repeated over a width.
pub(super) fn microtext(
    page: &mut Page,
    x: f32,
    y: f32,
    width_mm: f32,
    ink: Colour,
    words: &str,
) -> Result<(), RenderError> {
    let kind = Type::new(Style::Latin, 0.62, ink);
    let mut pen = x;
    while pen < x + width_mm {
        let area = page.text_faded(kind, pen, y, words, 0.75)?;
        pen = area.x + area.width.max(1.0) + 0.5;
    }
    Ok(())
}

/// The emblem of the specimens: a star of eight rays in a ring, of no state that exists.
pub(super) fn emblem(page: &mut Page, centre: (f32, f32), radius_mm: f32, ink: Colour, alpha: f32) {
    let area = Area::new(centre.0 - radius_mm, centre.1 - radius_mm, 2.0 * radius_mm, 2.0 * radius_mm);
    let soft = 0.5 / page.scale;
    page.shade(area, |x, y| {
        let (dx, dy) = (x - centre.0, y - centre.1);
        let (r, angle) = (dx.hypot(dy) / radius_mm, dy.atan2(dx));
        let ray = 0.34 + 0.4 * (1.0 - ((angle / TAU * 8.0).rem_euclid(1.0) - 0.5).abs() * 2.0).powi(2);
        let ring = (0.05 - (r - 0.9).abs()).max(0.035 - (r - 0.8).abs());
        let inside = (ray - r).min((r - 0.16).abs() - 0.03).max(ring) * radius_mm;
        (ink, alpha * (inside / soft + 0.5).clamp(0.0, 1.0))
    });
}
