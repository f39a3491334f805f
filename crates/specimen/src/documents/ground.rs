//! Inks and background printing drawn from a seed.

use super::Holder;
use super::security;
use crate::canvas::{Area, Page, rgb};
use crate::error::RenderError;
use crate::random::{pick, stream};
use crate::request::Variety;
use rand::Rng;

/// The inks of a document.
#[derive(Debug)]
pub(super) struct Palette {
    /// Paper, from one end of the rainbow to the other.
    pub(super) paper: [u32; 4],
    /// Inks of the fine lines.
    pub(super) lines: [u32; 2],
    /// Bands and titles.
    pub(super) title: u32,
    pub(super) label: u32,
    pub(super) ink: u32,
}

static PALETTES: [Palette; 8] = [
    Palette {
        paper: [0xe4edf2, 0xf2ecdd, 0xe6efe0, 0xe9e6f2],
        lines: [0x7fa6b8, 0xc09a6b],
        title: 0x24405e,
        label: 0x3d5a80,
        ink: 0x1c2430,
    },
    Palette {
        paper: [0xf6e3dc, 0xf4efe2, 0xe9edf0, 0xf3e4e8],
        lines: [0xc88f86, 0x8fa3b5],
        title: 0x7a2230,
        label: 0x7c4a4a,
        ink: 0x201a1c,
    },
    Palette {
        paper: [0xdfeee2, 0xeef3e0, 0xe3eef0, 0xe6efdc],
        lines: [0x79a98a, 0xb5ac6c],
        title: 0x1d5138,
        label: 0x3c6a52,
        ink: 0x18221c,
    },
    Palette {
        paper: [0xe9e4f1, 0xf3e9f0, 0xe5ebf5, 0xefe9f5],
        lines: [0x9a8bbd, 0xc78fae],
        title: 0x402a63,
        label: 0x5d4a86,
        ink: 0x1e1a2a,
    },
    Palette {
        paper: [0xf7f0da, 0xf3e6d2, 0xf5f1e4, 0xefe7cf],
        lines: [0xc2a25c, 0xa98a78],
        title: 0x5b3a16,
        label: 0x7d5f33,
        ink: 0x241c12,
    },
    Palette {
        paper: [0xdff0f2, 0xe8f1ee, 0xd9e9f4, 0xe6f3f3],
        lines: [0x6fb0b8, 0x88a0cc],
        title: 0x0f4a5c,
        label: 0x2c6f7f,
        ink: 0x10202a,
    },
    Palette {
        paper: [0xf4f4f2, 0xebeef1, 0xf3f1ee, 0xeceff0],
        lines: [0xa9b2bb, 0xb9aea2],
        title: 0x30343a,
        label: 0x5c636b,
        ink: 0x141618,
    },
    Palette {
        paper: [0xfbe9d7, 0xf9e1e1, 0xf3eadf, 0xfbefd9],
        lines: [0xe0a070, 0xd58d95],
        title: 0x8a3d12,
        label: 0x94583a,
        ink: 0x261a14,
    },
];

/// The inks of a seed; plainly the first.
pub(super) fn palette(holder: &Holder) -> &'static Palette {
    match holder.variety {
        Variety::Plain => &PALETTES[0],
        _ => pick(&mut stream(holder.seed, "palette"), &PALETTES.each_ref()),
    }
}

/// Prints rainbow, waves, lattices, rosettes and bands over an area, as the seed has it.
pub(super) fn print(page: &mut Page, inks: &Palette, area: Area, seed: u64) {
    let mut rng = stream(seed, "ground");
    security::rainbow(page, &inks.paper.map(rgb), rng.random_range(0.0..90.0));
    let [first, second] = inks.lines.map(rgb);
    let phase: f32 = rng.random();
    security::waves(page, area, first, rng.random_range(0.16..0.36), rng.random_range(0.9..1.4), phase);
    match rng.random_range(0..4) {
        0 => security::waves(page, area, second, 0.22, rng.random_range(1.4..2.0), phase + 0.4),
        1 => security::lattice(page, area, second, 0.2, rng.random_range(1.6..3.2)),
        2 => security::rays(page, area, second, 0.2, (area.width * rng.random::<f32>(), area.height)),
        _ => {}
    }
    for _ in 0..rng.random_range(1..3) {
        let centre =
            (area.x + area.width * rng.random::<f32>(), area.y + area.height * rng.random_range(0.2..0.8));
        let radius = area.height * rng.random_range(0.16..0.4);
        security::rosette(page, centre, radius, rng.random_range(5..15), first, 0.26);
    }
    if rng.random_bool(0.4) {
        security::braid(page, Area::new(0.0, area.height * 0.13, page.width_mm, 3.2), rgb(inks.title), 0.32);
    }
}

/// Lightens the foot of a page where its zone is printed, more or less as the seed has it.
pub(super) fn zone(page: &mut Page, inks: &Palette, top: f32, seed: u64) -> Result<(), RenderError> {
    let clear = stream(seed, "zone ground").random_range(0.45..0.95_f32);
    let foot = Area::new(0.0, top, page.width_mm, page.height_mm - top);
    page.shade(foot, |_, _| (rgb(0xf8f6f0), clear));
    let width = page.width_mm - 6.0;
    security::microtext(page, 3.0, top, width, rgb(inks.label), "UTOPIA SPECIMEN NOT A TRAVEL DOCUMENT")
}
