//! Reads one band: cuts its rows out, recognises them, decodes them as each format that fits, keeps the best.

use identity::mrz;
use image::RgbImage;

use super::{
    Found,
    cells::{self, Cells},
    judge::{self, Choice},
    locate::Stack,
    places::{self, Places},
    symbols::{self, Classes, Row, Steps},
};
use crate::{
    geometry::Quad,
    network::{NetworkError, Networks},
    text, warp,
};

/// Margin at both ends of a row, in heights: nothing of the first and last character may be lost.
const END_MARGIN: f32 = 0.35;
/// Widest row in pixels.
const WIDTH_PX_MAX: f32 = 2400.0;
/// A zone is certain when its digits hold without repair and each character is at least this sure.
const CERTAIN: f32 = 0.8;
/// How much the share of right check digits (0–1) weighs, and each character that they had to choose, against the
/// mean log-likelihood of a step of the recogniser.
const DIGITS_WEIGHT: f32 = 0.25;
const REPAIR_WEIGHT: f32 = 0.03;
/// Cost in nats of a check digit that does not hold: misread or misprinted once in fifty times.
const DIGIT_WRONG_COST: f32 = 4.0;
/// Cost in nats of a character that check digits chose against the picture.
const REPAIR_COST: f32 = 2.5;
/// The first look counts as often as both others together.
const FIRST_WEIGHT: f32 = 2.0;

/// Ways to look at a row: height and width of its box against the usual, and whether contrast is stretched.
#[derive(Debug, Clone, Copy)]
struct Look {
    height: f32,
    width: f32,
    stretched: bool,
}

const FIRST_LOOK: Look = Look { height: 1.0, width: 1.0, stretched: false };
const MORE_LOOKS: [Look; 2] = [
    Look { height: 0.86, width: 1.0, stretched: true },
    Look { height: 1.12, width: 1.22, stretched: false },
];

/// A zone as read, with a score by which readings can be compared.
pub struct Reading {
    pub score: f32,
    pub found: Found,
    /// What the recogniser said of each row, for each look.
    looks: Vec<Vec<Steps>>,
}

impl Reading {
    /// Whether nothing more needs to be looked at.
    pub fn is_certain(&self) -> bool {
        let found = &self.found;
        self.digits_hold() && found.repaired_count == 0 && found.confidence() >= CERTAIN
    }

    /// Whether all check digits hold.
    pub fn digits_hold(&self) -> bool {
        self.found.mrz.valid()
    }
}

/// Reads a stack at first sight: each row once, then every one to three neighbours as every format that fits.
pub fn read(networks: &Networks, picture: &RgbImage, stack: &Stack) -> Result<Option<Reading>, NetworkError> {
    let steps = recognise(networks, picture, &stack.rows, FIRST_LOOK)?;
    let count = stack.rows.len();
    let windows = (1..=3).flat_map(|length| (0..count).map(move |from| (from, from + length)));
    let readings = windows
        .filter(|(_, to)| *to <= count)
        .filter_map(|(from, to)| best(vec![steps[from..to].to_vec()], &stack.rows[from..to]));
    Ok(readings.max_by(|a, b| a.score.total_cmp(&b.score)))
}

/// Looks at the rows of a reading in further ways and puts all looks together.
pub fn look_again(
    networks: &Networks,
    picture: &RgbImage,
    reading: Reading,
) -> Result<Option<Reading>, NetworkError> {
    let mut looks = reading.looks;
    for look in MORE_LOOKS {
        looks.push(recognise(networks, picture, &reading.found.rows, look)?);
    }
    Ok(best(looks, &reading.found.rows))
}

/// The format under which the looks say most.
fn best(looks: Vec<Vec<Steps>>, rows: &[Quad]) -> Option<Reading> {
    let formats = places::of_lines(rows.len());
    let read = formats.iter().filter_map(|places| attempt(places, &looks, rows));
    let (likelihood, found) = read.max_by(|a, b| evidence(a).total_cmp(&evidence(b)))?;
    let steps: usize = looks[0].iter().map(|steps| steps.blank.len()).sum();
    let (right, wrong) = digits(&found);
    let share = right / (right + wrong).max(1.0);
    let score = likelihood / steps.max(1) as f32 + DIGITS_WEIGHT * share
        - REPAIR_WEIGHT * found.repaired_count as f32;
    Some(Reading { score, found, looks })
}

/// How much speaks for a format, in nats: the picture, and each check digit, which holds by chance once in ten times.
fn evidence((likelihood, found): &(f32, Found)) -> f32 {
    let (right, wrong) = digits(found);
    likelihood + right * 10.0_f32.ln() - wrong * DIGIT_WRONG_COST - found.repaired_count as f32 * REPAIR_COST
}

/// Check digits that hold and that do not.
fn digits(found: &Found) -> (f32, f32) {
    let right = found.mrz.checks.iter().filter(|check| check.ok).count();
    (right as f32, (found.mrz.checks.len() - right) as f32)
}

/// The recogniser's steps of each row.
fn recognise(
    networks: &Networks,
    picture: &RgbImage,
    rows: &[Quad],
    look: Look,
) -> Result<Vec<Steps>, NetworkError> {
    let classes = Classes::new(&networks.alphabet);
    let numbered = rows.iter().enumerate();
    let cuts = numbered.filter_map(|(i, quad)| Some((i, cut(picture, quad, look)?))).collect();
    let mut steps = vec![Steps::default(); rows.len()];
    text::matrices(networks, cuts, |i, matrix| steps[i] = classes.reduce(&matrix))?;
    Ok(steps)
}

fn cut(picture: &RgbImage, quad: &Quad, look: Look) -> Option<RgbImage> {
    let height = quad.height();
    let quad = quad.grown(END_MARGIN * height, (look.height - 1.0) / 2.0 * height);
    let width = quad.width() / quad.height().max(1.0) * text::LINE_HEIGHT_PX as f32 * look.width;
    let mut cut =
        warp::cut_out(picture, &quad, width.clamp(16.0, WIDTH_PX_MAX) as u32, text::LINE_HEIGHT_PX)?;
    if look.stretched {
        stretch(&mut cut);
    }
    Some(cut)
}

/// Stretches each channel so that its darkest and brightest hundredth become black and white.
fn stretch(cut: &mut RgbImage) {
    for channel in 0..3 {
        let mut values: Vec<u8> = cut.pixels().map(|p| p.0[channel]).collect();
        values.sort_unstable();
        let (low, high) = (values[values.len() / 100], values[values.len() - 1 - values.len() / 100]);
        let range = f32::from(high.saturating_sub(low)).max(1.0);
        for pixel in cut.pixels_mut() {
            let value = f32::from(pixel.0[channel].saturating_sub(low)) / range;
            pixel.0[channel] = (value * 255.0).clamp(0.0, 255.0) as u8;
        }
    }
}

/// Decodes all looks at all rows as one format, with the log-likelihood of the first look in nats.
fn attempt(places: &Places, looks: &[Vec<Steps>], rows: &[Quad]) -> Option<(f32, Found)> {
    let decoded: Vec<Vec<Cells>> = looks.iter().filter_map(|steps| decode(places, steps)).collect();
    let first = decoded.first().filter(|_| decoded.len() == looks.len())?;
    let likelihood = first.iter().map(|cells| cells.likelihood).sum::<f32>();
    let choice = judge::choose(places, &together(&decoded));
    let width = places.format.width();
    let line = |symbols: &[usize]| symbols.iter().map(|s| symbols::character(*s)).collect();
    let lines: Vec<String> = choice.symbols.chunks(width).map(line).collect();
    let mrz = mrz::parse(&lines).ok()?;
    Some((likelihood, found(mrz, &choice, rows, width)))
}

fn decode(places: &Places, steps: &[Steps]) -> Option<Vec<Cells>> {
    steps.iter().zip(places.patterns).map(|(steps, pattern)| cells::decode(steps, pattern)).collect()
}

/// Mean probabilities of all places over the looks, the first one weighing most.
fn together(decoded: &[Vec<Cells>]) -> Vec<Row> {
    let count: usize = decoded.first().map_or(0, |lines| lines.iter().map(|cells| cells.rows.len()).sum());
    let mut rows = vec![[0.0; symbols::COUNT]; count];
    let total = FIRST_WEIGHT + decoded.len().saturating_sub(1) as f32;
    for (i, lines) in decoded.iter().enumerate() {
        let share = if i == 0 { FIRST_WEIGHT } else { 1.0 } / total;
        for (row, other) in rows.iter_mut().zip(lines.iter().flat_map(|cells| &cells.rows)) {
            row.iter_mut().zip(other).for_each(|(a, b)| *a += share * b);
        }
    }
    rows
}

fn found(mrz: mrz::Mrz, choice: &Choice, rows: &[Quad], width: usize) -> Found {
    let (first, last) = (rows[0].0, rows[rows.len() - 1].0);
    Found {
        mrz,
        repaired_count: choice.repaired_count,
        confidences: choice.confidences.chunks(width).map(<[f32]>::to_vec).collect(),
        outline: Quad([first[0], first[1], last[2], last[3]]),
        rows: rows.to_vec(),
        lines: Vec::new(),
    }
}
