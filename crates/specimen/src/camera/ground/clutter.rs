//! Things that lie about: papers, cards, pens, cables, a phone, a keyboard, a hand below the document.

use super::somewhere;
use crate::camera::grain::ROUGH;
use crate::camera::hand::SKINS;
use crate::canvas::{Area, Colour, Page, Type, mix, rgb};
use crate::fonts::Style;
use crate::random::pick;
use crate::truth::Point;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

const WORDS: [&str; 40] = [
    "account",
    "balance",
    "the",
    "of",
    "period",
    "and",
    "invoice",
    "total",
    "due",
    "delivery",
    "number",
    "please",
    "within",
    "days",
    "order",
    "to",
    "customer",
    "service",
    "with",
    "your",
    "meeting",
    "notes",
    "page",
    "for",
    "agenda",
    "item",
    "draft",
    "contract",
    "between",
    "party",
    "shall",
    "be",
    "2024",
    "148.50",
    "17:30",
    "rent",
    "electricity",
    "a",
    "paid",
    "thank",
];

/// Papers first, small things on them.
pub(super) fn scatter(ground: &mut Page, document: &[Point; 4], rng: &mut ChaCha8Rng) {
    let area = ground.area();
    for _ in 0..rng.random_range(1..4) {
        let sheet = paper(ground.scale, rng);
        blit(ground, &sheet, somewhere(area, rng), rng.random_range(-3.1..3.1));
    }
    if rng.random_bool(0.3) {
        keyboard(ground, document, rng);
    }
    for _ in 0..rng.random_range(2..7) {
        let (place, turn) = (somewhere(area, rng), rng.random_range(-3.1..3.1));
        match rng.random_range(0..6) {
            0 | 1 => pen(ground, place, turn, rng),
            2 => cable(ground, place, turn, rng),
            3 => blit(ground, &phone(ground.scale, rng), place, turn),
            4 => cup(ground, place, rng),
            _ => blit(ground, &card(ground.scale, rng), place, turn),
        }
    }
}

/// Lays a small page on the ground, its middle at `centre`, with a soft shadow below it.
fn blit(ground: &mut Page, item: &Page, centre: Point, turn: f32) {
    let (w, h, r) = (item.width_mm, item.height_mm, item.width_mm.hypot(item.height_mm) / 2.0 + 3.0);
    let area = Area::new(centre.x - r, centre.y - r, 2.0 * r, 2.0 * r);
    let (c, s) = (turn.cos(), turn.sin());
    let local = |x: f32, y: f32| {
        let (dx, dy) = (x - centre.x, y - centre.y);
        (c * dx + s * dy + w / 2.0, c * dy - s * dx + h / 2.0)
    };
    ground.shade(area, |x, y| {
        let (u, v) = local(x, y);
        if let Some(colour) = item.at(u * item.scale, v * item.scale) {
            return (colour, 1.0);
        }
        let (u, v) = local(x - 0.6, y - 0.8);
        let away = (-u).max(u - w).max(0.0).hypot((-v).max(v - h).max(0.0));
        ([0.0; 3], 0.32 * (1.0 - away / 2.5).max(0.0).powi(2))
    });
}

/// A printed sheet; a letter that no font has is left out.
fn paper(scale: f32, rng: &mut ChaCha8Rng) -> Page {
    let size = pick(rng, &[(210.0, 297.0), (148.0, 210.0), (80.0, 180.0), (105.0, 148.0)]);
    let tint = rgb(pick(rng, &[0xfbfbfa, 0xf6f2e8, 0xf1f1ee, 0xf5ecc0]));
    let mut page = Page::new((size.0, size.1, 0.2), scale, tint);
    let em_mm = rng.random_range(2.6..5.0_f32);
    let ink = rgb(pick(rng, &[0x222222, 0x111133, 0x555555]));
    let mut baseline = 14.0;
    while baseline < size.1 - 10.0 {
        let heading = rng.random_bool(0.08);
        let style = if heading { Style::LatinBold } else { Style::Latin };
        let count = ((size.0 - 24.0) / em_mm / 2.9) as usize;
        let words = if rng.random_bool(0.2) { count / 2 } else { count };
        let line: Vec<&str> = (0..words.max(1)).map(|_| pick(rng, &WORDS)).collect();
        let _ = page.text(Type::new(style, em_mm, ink), 12.0, baseline, &line.join(" "));
        baseline += em_mm * if rng.random_bool(0.15) { 2.6 } else { 1.4 };
    }
    page
}

/// A card of a bank or a shop: its shape is a document's, its face is not.
fn card(scale: f32, rng: &mut ChaCha8Rng) -> Page {
    let mut page = Page::new((85.6, 54.0, 3.2), scale, [0.5; 3]);
    let mut colour = || [0, 1, 2].map(|_| rng.random_range(0.05..0.95_f32));
    let (from, to) = (colour(), colour());
    let area = page.area();
    page.shade(area, |x, y| (mix(from, to, (x / 85.6 + y / 54.0) / 2.0), 1.0));
    let bright = from.iter().sum::<f32>() > 1.5;
    let ink = if bright { [0.1; 3] } else { [0.9; 3] };
    if rng.random_bool(0.5) {
        page.fill(Area::new(0.0, 6.0, 85.6, 11.0), [0.06; 3]);
    } else {
        page.fill(Area::new(11.0, 19.0, 12.0, 9.5), rgb(0xc9a94f));
    }
    let group = |rng: &mut ChaCha8Rng| format!("{:04}", rng.random_range(0..10_000));
    let number = [group(rng), group(rng), group(rng), group(rng)].join(" ");
    let _ = page.text(Type::new(Style::Latin, 5.0, ink), 10.0, 37.0, &number);
    let _ = page.text(
        Type::new(Style::LatinBold, 5.5, ink),
        52.0,
        12.0,
        pick(rng, &["MARKET", "CITY BANK", "CLUB"]),
    );
    page
}

fn phone(scale: f32, rng: &mut ChaCha8Rng) -> Page {
    let mut page = Page::new((72.0, 150.0, 9.0), scale, rgb(0x121214));
    if rng.random_bool(0.5) {
        let (low, high) = (rgb(0x0c1830), rgb(pick(rng, &[0x4060a0, 0x703060, 0x206050])));
        page.shade(Area::new(3.0, 5.0, 66.0, 140.0), |x, y| (mix(low, high, (x * 0.4 + y) / 180.0), 1.0));
        let _ = page.text(Type::new(Style::Latin, 14.0, [0.95; 3]), 16.0, 40.0, "12:48");
    }
    page
}

/// A line of one thickness, lit like a rod.
fn rod(ground: &mut Page, a: Point, b: Point, radius: f32, colour: Colour) {
    let area = Area::new(
        a.x.min(b.x) - radius - 1.5,
        a.y.min(b.y) - radius - 1.5,
        (a.x - b.x).abs() + 2.0 * radius + 4.0,
        (a.y - b.y).abs() + 2.0 * radius + 4.0,
    );
    let edge = 0.5 / ground.scale;
    ground.shade(area, |x, y| {
        let (away, side) = from_line(x, y, a, b);
        let across = (side / radius).clamp(-1.0, 1.0);
        let lit =
            0.45 + 0.45 * (1.0 - across * across).sqrt() + 0.5 * (1.0 - (across + 0.35).abs() * 5.0).max(0.0);
        if away < radius + edge {
            return (colour.map(|value| value * lit), ((radius + edge - away) / (2.0 * edge)).min(1.0));
        }
        ([0.0; 3], 0.25 * (1.0 - (away - radius) / 1.5).max(0.0))
    });
}

/// Distance from a stretch, and from its line with a sign.
fn from_line(x: f32, y: f32, a: Point, b: Point) -> (f32, f32) {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length = dx.hypot(dy).max(1e-3);
    let along = (((x - a.x) * dx + (y - a.y) * dy) / length).clamp(0.0, length);
    let (px, py) = (x - a.x - dx / length * along, y - a.y - dy / length * along);
    (px.hypot(py), (px * dy - py * dx) / length)
}

fn ahead(from: Point, turn: f32, by: f32) -> Point {
    Point { x: from.x + turn.cos() * by, y: from.y + turn.sin() * by }
}

fn pen(ground: &mut Page, place: Point, turn: f32, rng: &mut ChaCha8Rng) {
    let colour = rgb(pick(rng, &[0x1a1a1a, 0x1f3fa0, 0xa01f28, 0xd8d8dc, 0xe0a020]));
    let radius = rng.random_range(3.0..5.0);
    rod(ground, place, ahead(place, turn, 118.0), radius, colour);
    rod(ground, ahead(place, turn, 118.0), ahead(place, turn, 134.0), radius * 0.45, rgb(0xb0b0b4));
}

fn cable(ground: &mut Page, place: Point, turn: f32, rng: &mut ChaCha8Rng) {
    let colour = rgb(pick(rng, &[0x101010, 0xeeeeee, 0x404044]));
    let (mut at, mut turn, bend) = (place, turn, rng.random_range(-0.12..0.12));
    for _ in 0..40 {
        let next = ahead(at, turn, 7.0);
        rod(ground, at, next, 1.8, colour);
        turn += bend + rng.random_range(-0.12..0.12);
        at = next;
    }
}

fn cup(ground: &mut Page, place: Point, rng: &mut ChaCha8Rng) {
    let (wall, inside) =
        (rgb(pick(rng, &[0xf0f0ee, 0x2b3f55, 0x8f2f2f])), rgb(pick(rng, &[0x2a1608, 0xb57b3a])));
    let radius = rng.random_range(34.0..44.0_f32);
    let area =
        Area::new(place.x - radius - 8.0, place.y - radius - 8.0, 2.0 * radius + 16.0, 2.0 * radius + 16.0);
    ground.shade(area, |x, y| {
        let away = (x - place.x).hypot(y - place.y);
        let shadow = ([0.0; 3], 0.4 * (1.0 - (away - radius) / 8.0).clamp(0.0, 1.0));
        if away < radius - 4.0 {
            (inside, 1.0)
        } else if away < radius {
            (wall.map(|value| value * (0.8 + 0.2 * (x - place.x) / radius)), 1.0)
        } else {
            shadow
        }
    });
}

/// Rows of keys that begin somewhere above the document and run below it.
pub(super) fn keyboard(ground: &mut Page, document: &[Point; 4], rng: &mut ChaCha8Rng) {
    let dark = rng.random_bool(0.8);
    let (key, ink) = if dark { (rgb(0x202226), [0.85; 3]) } else { (rgb(0xe6e6e4), [0.2; 3]) };
    let mut board =
        Page::new((330.0, 122.0, 5.0), ground.scale, if dark { rgb(0x0d0e10) } else { rgb(0xb9babd) });
    for row in 0..6_u32 {
        for column in 0..17_u32 {
            let area = Area::new(4.0 + column as f32 * 19.0, 4.0 + row as f32 * 19.0, 16.4, 16.4);
            board.shade(area, |x, y| {
                let (u, v) = ((x - area.x) / 16.4 - 0.5, (y - area.y) / 16.4 - 0.5);
                let rim = (u.abs().max(v.abs()) * 2.0).powi(8);
                (key.map(|value| value * (1.06 - 0.5 * rim - 0.12 * v)), 1.0 - (rim - 0.92).max(0.0) * 8.0)
            });
            let letter = char::from(b'A' + ((row * 17 + column * 7) % 26) as u8).to_string();
            let _ = board.text(Type::new(Style::Latin, 5.0, ink), area.x + 3.0, area.y + 7.5, &letter);
        }
    }
    let centre = Point { x: (document[0].x + document[2].x) / 2.0, y: (document[0].y + document[2].y) / 2.0 };
    let place =
        Point { x: centre.x + rng.random_range(-70.0..70.0), y: centre.y + rng.random_range(-60.0..60.0) };
    blit(ground, &board, place, rng.random_range(-0.5..0.5));
}

/// A palm and four fingers that hold the document from below.
pub(super) fn hand(ground: &mut Page, document: &[Point; 4], rng: &mut ChaCha8Rng) {
    let skin = rgb(pick(rng, &SKINS));
    let [a, b, c, d] = *document;
    let between = |p: Point, q: Point, t: f32| Point { x: p.x + (q.x - p.x) * t, y: p.y + (q.y - p.y) * t };
    let place = |u: f32, v: f32| between(between(a, b, u), between(d, c, u), v);
    let width = (b.x - a.x).hypot(b.y - a.y);
    let lift = rng.random_range(-0.12..0.12);
    for finger in 0..4 {
        let v = 0.16 + 0.21 * finger as f32 + lift;
        let reach = [0.97, 1.06, 1.04, 0.95][finger] + rng.random_range(0.0..0.08);
        flesh(ground, (place(reach, v), place(0.3, v + 0.1)), width * rng.random_range(0.062..0.075), skin);
    }
    let wrist = rng.random_range(0.9..1.6);
    flesh(ground, (place(0.35, 0.6), place(-0.3, wrist)), width * 0.30, skin);
}

fn flesh(ground: &mut Page, (tip, root): (Point, Point), radius: f32, skin: Colour) {
    let reach = radius * 1.3;
    let area = Area::new(
        tip.x.min(root.x) - reach,
        tip.y.min(root.y) - reach,
        (tip.x - root.x).abs() + 2.0 * reach,
        (tip.y - root.y).abs() + 2.0 * reach,
    );
    ground.shade(area, |x, y| {
        let away = from_line(x, y, tip, root).0 / radius;
        let round = 0.5 + 0.5 * (1.0 - away * away).max(0.0).sqrt();
        let wrinkle = 0.93 + 0.14 * ROUGH.at(x * 2.0, y * 2.0);
        (skin.map(|value| value * round * wrinkle), ((1.02 - away) * 25.0).clamp(0.0, 1.0))
    });
}
