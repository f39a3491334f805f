//! Surfaces without end: a colour for each place, in millimetres.

use crate::camera::grain::{ROUGH, floor};
use crate::canvas::{Colour, mix, rgb};
use crate::random::pick;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// A surface, turned and shifted.
pub(super) struct Surface {
    turn: (f32, f32),
    shift: (f32, f32),
    pattern: Pattern,
}

enum Pattern {
    Plain { colour: Colour, mottle: f32 },
    Cloth { colour: Colour, thread_mm: f32 },
    Wood { light: Colour, dark: Colour, board_mm: f32 },
    Checked { colours: [Colour; 2], period_mm: (f32, f32), stripes: bool },
    Tiles { colour: Colour, joint: Colour, side_mm: f32 },
    Room { colours: [Colour; 3] },
}

impl Surface {
    fn new(pattern: Pattern, turn_rad: f32, rng: &mut ChaCha8Rng) -> Surface {
        let shift = (rng.random_range(0.0..4000.0), rng.random_range(0.0..4000.0));
        Surface { turn: (turn_rad.cos(), turn_rad.sin()), shift, pattern }
    }

    /// The colour at a place of the plane, each channel 0–1.
    pub(super) fn colour(&self, x: f32, y: f32) -> Colour {
        let (c, s) = self.turn;
        let (x, y) = (c * x - s * y + self.shift.0, s * x + c * y + self.shift.1);
        self.pattern.colour(x, y).map(|value| value.clamp(0.0, 1.0))
    }
}

impl Pattern {
    fn colour(&self, x: f32, y: f32) -> Colour {
        match self {
            Pattern::Plain { colour, mottle } => {
                let grain = ROUGH.at(x * 3.0, y * 3.0) + ROUGH.at(x * 0.21, y * 0.21) - 1.0;
                shaded(*colour, 1.0 + mottle * grain)
            }
            Pattern::Cloth { colour, thread_mm } => cloth_colour(*colour, *thread_mm, x, y),
            Pattern::Wood { light, dark, board_mm } => wood_colour(*light, *dark, *board_mm, x, y),
            Pattern::Checked { colours, period_mm, stripes } => {
                let across = band(x, period_mm.0);
                let share = if *stripes { across } else { (across + band(y, period_mm.1)) / 2.0 };
                let weave = 0.93 + 0.14 * ROUGH.at(x * 9.0, y * 9.0);
                shaded(mix(colours[0], colours[1], share), weave)
            }
            Pattern::Tiles { colour, joint, side_mm } => tile_colour(*colour, *joint, *side_mm, x, y),
            Pattern::Room { colours } => {
                let first = step(0.42, 0.58, ROUGH.at(x * 0.30, y * 0.22));
                let second = step(0.50, 0.60, ROUGH.at(y * 0.25 + 90.0, x * 0.2));
                mix(mix(colours[0], colours[1], first), colours[2], second)
            }
        }
    }
}

fn shaded(colour: Colour, by: f32) -> Colour {
    colour.map(|value| value * by)
}

fn step(from: f32, to: f32, value: f32) -> f32 {
    let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// 0 and 1 in turn, half a period each, with soft edges.
fn band(place: f32, period: f32) -> f32 {
    let turns = place / period;
    let phase = turns - floor(turns) as f32;
    let soft = (0.25 / period).min(0.1);
    step(0.25 - soft, 0.25 + soft, phase) - step(0.75 - soft, 0.75 + soft, phase)
}

fn cloth_colour(colour: Colour, thread_mm: f32, x: f32, y: f32) -> Colour {
    let thread =
        0.5 * (ROUGH.at(x / thread_mm * 9.0, y / thread_mm) + ROUGH.at(x / thread_mm, y / thread_mm * 9.0));
    let fold = ROUGH.at(x * 0.7 + 0.3 * y, y * 0.15);
    shaded(colour, (0.72 + 0.56 * thread) * (0.86 + 0.28 * fold))
}

fn wood_colour(light: Colour, dark: Colour, board_mm: f32, x: f32, y: f32) -> Colour {
    let board = (y / board_mm).floor();
    let own = ROUGH.get((board * 37.0) as i32 as usize, 11);
    let bend = ROUGH.at(x * 0.12 + board * 31.0, y * 0.35);
    let ring = band(y + 60.0 * bend, 7.0 + 9.0 * own);
    let fibre = ROUGH.at(x * 0.9 + board * 17.0, y * 11.0);
    let colour = mix(light, dark, (0.30 * ring + 0.55 * fibre + 0.3 * (own - 0.5)).clamp(0.0, 1.0));
    let edge = (y - board * board_mm).min((board + 1.0) * board_mm - y);
    shaded(colour, 0.55 + 0.45 * step(0.1, 0.7, edge))
}

fn tile_colour(colour: Colour, joint: Colour, side_mm: f32, x: f32, y: f32) -> Colour {
    let (column, row) = ((x / side_mm).floor(), (y / side_mm).floor());
    let edge = |place: f32, index: f32| (place - index * side_mm).min((index + 1.0) * side_mm - place);
    let inside = step(0.9, 1.5, edge(x, column).min(edge(y, row)));
    let own = ROUGH.get((column * 13.0) as i32 as usize, (row * 29.0) as i32 as usize);
    let vein = 1.0 - (ROUGH.at(x * 0.6, y * 0.6 + own * 50.0) - 0.5).abs() * 8.0;
    mix(joint, shaded(colour, 0.92 + 0.16 * own - 0.10 * vein.max(0.0)), inside)
}

/// What the camera shows where nothing else is asked for: dark cloth or dark wood, so that the document stands out.
pub(super) fn dark(rng: &mut ChaCha8Rng) -> Surface {
    let cloth = pick(rng, &[0x4b5563, 0x3b4a5a, 0x5b5f66, 0x54483f, 0x2f3e46]);
    let woods = pick(rng, &[(0x8a5a33, 0x5c3a20), (0x6f4e37, 0x49321f), (0x9c7248, 0x6e4d2c)]);
    if rng.random_bool(0.5) {
        return Surface::new(Pattern::Cloth { colour: rgb(cloth), thread_mm: 0.6 }, 0.1, rng);
    }
    Surface::new(Pattern::Wood { light: rgb(woods.0), dark: rgb(woods.1), board_mm: 140.0 }, 0.02, rng)
}

/// One colour of many.
pub(super) fn plain(rng: &mut ChaCha8Rng) -> Surface {
    const COLOURS: [u32; 18] = [
        0x141414, 0x2b2b2e, 0x4a4d52, 0x77797c, 0xa3a3a0, 0xc9c8c2, 0xe4e0d5, 0xefeee9, 0x7a1f24, 0xb8533b,
        0x1f3d6b, 0x5f86b3, 0x24523c, 0x7d9a6c, 0xd8b84a, 0x5a3a66, 0xd9b8b0, 0xb5c7c9,
    ];
    let colour = shaded(rgb(pick(rng, &COLOURS)), rng.random_range(0.9..1.06));
    Surface::new(Pattern::Plain { colour, mottle: rng.random_range(0.02..0.14) }, 0.4, rng)
}

/// White or nearly so.
pub(super) fn white(rng: &mut ChaCha8Rng) -> Surface {
    let colour = rgb(pick(rng, &[0xfafaf8, 0xf2f3f5, 0xf5f0e6, 0xe9ebec, 0xe8e2d6]));
    Surface::new(Pattern::Plain { colour, mottle: rng.random_range(0.01..0.07) }, 0.4, rng)
}

/// Cloth of many colours, the white of a sheet among them.
pub(super) fn cloth(rng: &mut ChaCha8Rng) -> Surface {
    const COLOURS: [u32; 12] = [
        0x4b5563, 0x3b4a5a, 0x54483f, 0x2f3e46, 0x101318, 0x8c2f39, 0x9aa5a0, 0xd8d2c4, 0xeceae4, 0xb7a58d,
        0x36506b, 0x6b7a52,
    ];
    let (colour, turn) = (rgb(pick(rng, &COLOURS)), rng.random_range(-0.8..0.8));
    Surface::new(Pattern::Cloth { colour, thread_mm: rng.random_range(0.45..1.6) }, turn, rng)
}

/// Boards from birch to ebony.
pub(super) fn wood(rng: &mut ChaCha8Rng) -> Surface {
    const COLOURS: [(u32, u32); 8] = [
        (0x8a5a33, 0x5c3a20),
        (0x6f4e37, 0x49321f),
        (0x9c7248, 0x6e4d2c),
        (0xe6d2ad, 0xc9a877),
        (0xdcc4a0, 0xb9935f),
        (0xf0e6d2, 0xdccbb0),
        (0x3a2a22, 0x1f1512),
        (0xb08d62, 0x8f6c45),
    ];
    let (light, dark) = pick(rng, &COLOURS);
    let turn = f32::from(rng.random_range(0..2_u8)) * 1.57 + rng.random_range(-0.4..0.4);
    let board_mm = rng.random_range(50.0..260.0);
    Surface::new(Pattern::Wood { light: rgb(light), dark: rgb(dark), board_mm }, turn, rng)
}

/// Checked or striped cloth.
pub(super) fn checked(rng: &mut ChaCha8Rng) -> Surface {
    const COLOURS: [(u32, u32); 7] = [
        (0xf2f0ea, 0xb3262e),
        (0xf2f0ea, 0x2b4f81),
        (0xe9e2d0, 0x3f5b3a),
        (0x2a2a2c, 0xb9b7b0),
        (0xd9c7a0, 0x7a4a2b),
        (0xe8e8e8, 0x9a9a9a),
        (0x203050, 0xd0a060),
    ];
    let (first, second) = pick(rng, &COLOURS);
    let period = rng.random_range(4.0..42.0_f32);
    let period_mm = (period, period * rng.random_range(0.7..1.4));
    let pattern =
        Pattern::Checked { colours: [rgb(first), rgb(second)], period_mm, stripes: rng.random_bool(0.4) };
    let turn = rng.random_range(-0.8..0.8);
    Surface::new(pattern, turn, rng)
}

/// Tiles of a kitchen or a floor.
pub(super) fn tiles(rng: &mut ChaCha8Rng) -> Surface {
    let colour = rgb(pick(rng, &[0xe8e6e1, 0xc7bfb2, 0x8f8a84, 0x4d5358, 0xd6dde0, 0xa8765a]));
    let joint = rgb(pick(rng, &[0xb9b5ad, 0x6d6a66, 0xe9e7e3, 0x3c3b3a]));
    let (side_mm, turn) = (rng.random_range(22.0..140.0), rng.random_range(-0.8..0.8));
    Surface::new(Pattern::Tiles { colour, joint, side_mm }, turn, rng)
}

/// The shell of a keyboard.
pub(super) fn dark_plastic(rng: &mut ChaCha8Rng) -> Surface {
    let colour = rgb(pick(rng, &[0x17181a, 0x26282b, 0x3a3c40, 0x8e9094]));
    Surface::new(Pattern::Plain { colour, mottle: 0.05 }, 0.0, rng)
}

/// A room far behind, out of focus.
pub(super) fn room(rng: &mut ChaCha8Rng) -> Surface {
    let mut colour = || {
        let grey = rng.random_range(0.12..0.85_f32);
        [0, 1, 2].map(|_| (grey + rng.random_range(-0.14..0.14_f32)).clamp(0.02, 0.98))
    };
    let colours = [colour(), colour(), colour()];
    Surface::new(Pattern::Room { colours }, 0.3, rng)
}
