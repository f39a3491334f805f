//! Reads a stack of rows: cuts them out, runs the reader, decodes them as each format that fits, keeps the best.

use identity::mrz;
use image::RgbImage;
use ndarray::{Axis, Ix3};

use super::{
    Found, cells,
    cells::Cells,
    codes,
    lattice::{self, Choice},
    lines::Stack,
    places::{self, Places},
    rows::Band,
    symbols::{self, Row, Steps},
};
use crate::{
    geometry::Quad,
    network::{NetworkError, Networks},
    text::tensor,
    warp::{self, Bent},
};

/// Height of the reader's input in pixels.
const HEIGHT_PX: u32 = 28;
/// Widest and narrowest row in pixels.
const WIDTH_PX: (f32, f32) = (64.0, 1400.0);
/// A row's box grows by this many capitals above and below.
const MARGIN: f32 = 0.28;
/// And by this many at both ends; where the finder lost a row's end, more shows it.
const ENDS: [f32; 2] = [1.0, 4.0];
/// Nothing more is looked at once a reading is this likely to be right.
const CLEAR: f32 = 0.95;
/// A zone must be this much likelier than chance, in nats; from the second figure on it is not tried upside down.
const EVIDENCE_MIN: f32 = 25.0;
const EVIDENT: f32 = 70.0;
/// The lines of a zone lie within so many neighbouring rows.
const SPAN: usize = 4;
/// A line is tried as 30, 36 or 44 characters when the reader counts at most this many more or fewer.
const COUNT_OFF_MAX: usize = 6;
/// The widths of lines in all formats.
const COUNTS: [usize; 3] = [30, 36, 44];

/// Ways to look at a row: height and width of its box against the usual, and the room at its ends in capitals.
#[derive(Debug, Clone, Copy)]
struct Look {
    height: f32,
    width: f32,
    ends: f32,
}

const MORE_LOOKS: [(f32, f32); 2] = [(0.85, 0.92), (1.15, 1.15)];

/// A zone as read.
pub struct Reading {
    pub found: Found,
    /// How much likelier than chance, in nats.
    pub evidence: f32,
    /// Each row decoded, for each look.
    looks: Vec<Vec<Decoded>>,
    rows: Vec<Band>,
    /// The room at the rows' ends, in capitals.
    ends: f32,
}

impl Reading {
    /// So likely right that nothing more is looked at.
    pub fn clear(&self) -> bool {
        self.found.probability >= CLEAR
    }
}

/// A row's characters for each width that it may have, in the order of [`COUNTS`].
type Decoded = [Option<Cells>; 3];

/// Reads a stack, in several looks where the first leaves doubts; `None` where it says nothing like a zone.
pub fn read(networks: &Networks, picture: &RgbImage, stack: &Stack) -> Result<Option<Reading>, NetworkError> {
    let turned: Vec<Band> = stack.rows.iter().rev().map(Band::turned).collect();
    let mut best: Option<Reading> = None;
    for ends in ENDS {
        for rows in [&stack.rows, &turned] {
            best = super::better(best, first_look(networks, picture, rows, ends)?);
            if best.as_ref().is_some_and(|reading| reading.evidence > EVIDENT) {
                break;
            }
        }
        if best.as_ref().is_some_and(Reading::clear) {
            break;
        }
    }
    match best {
        Some(reading) if !reading.clear() => look_again(networks, picture, reading).map(Some),
        best => Ok(best),
    }
}

/// Every choice of one to three rows near each other as every format that fits: what lies between two lines of a zone may be none.
fn first_look(
    networks: &Networks,
    picture: &RgbImage,
    rows: &[Band],
    ends: f32,
) -> Result<Option<Reading>, NetworkError> {
    let look = Look { height: 1.0, width: 1.0, ends };
    let decoded = decoded(networks, picture, rows, look)?;
    let mut best_yet: Option<Reading> = None;
    for chosen in choices(rows.len()) {
        let bands: Vec<Band> = chosen.iter().map(|i| rows[*i]).collect();
        let looks = vec![chosen.iter().map(|i| decoded[*i].clone()).collect()];
        let above = best_yet.as_ref().map_or(EVIDENCE_MIN, |reading| reading.evidence);
        best_yet = best(looks, &bands, ends, above).or(best_yet);
    }
    Ok(best_yet)
}

/// One to three of `count` rows, in their order, all within [`SPAN`].
fn choices(count: usize) -> impl Iterator<Item = Vec<usize>> {
    let begun = move |first: usize| {
        let others = (count - first).min(SPAN) - 1;
        (0..1_usize << others).map(move |set| {
            let others = (0..others).filter(move |i| set >> i & 1 == 1).map(move |i| first + 1 + i);
            [first].into_iter().chain(others).collect::<Vec<_>>()
        })
    };
    (0..count).flat_map(begun).filter(|chosen| chosen.len() <= 3)
}

/// Looks at the rows of a reading in further ways and puts all looks together.
fn look_again(networks: &Networks, picture: &RgbImage, reading: Reading) -> Result<Reading, NetworkError> {
    let mut looks = reading.looks.clone();
    for (height, width) in MORE_LOOKS {
        let look = Look { height, width, ends: reading.ends };
        looks.push(decoded(networks, picture, &reading.rows, look)?);
    }
    Ok(best(looks, &reading.rows, reading.ends, f32::MIN).unwrap_or(reading))
}

/// The format under which the looks say most, if that is more than `above`, in nats.
fn best(looks: Vec<Vec<Decoded>>, rows: &[Band], ends: f32, above: f32) -> Option<Reading> {
    let mut best: Option<(f32, Found)> = None;
    for places in places::of_lines(rows.len()) {
        let above = best.as_ref().map_or(above, |(evidence, _)| *evidence);
        best = attempt(&places, &looks, rows, above).or(best);
    }
    best.map(|(evidence, found)| Reading { found, evidence, looks, rows: rows.to_vec(), ends })
}

/// The rows, recognised and decoded.
fn decoded(
    networks: &Networks,
    picture: &RgbImage,
    rows: &[Band],
    look: Look,
) -> Result<Vec<Decoded>, NetworkError> {
    let boxes: Vec<Bent> = rows.iter().map(|band| around(band, look)).collect();
    Ok(recognise(networks, picture, &boxes, look.width)?.iter().map(decode).collect())
}

/// The row's box as the reader wants it.
fn around(capitals: &Band, look: Look) -> Bent {
    let cap = capitals.quad.height();
    let quad = capitals.quad.grown(look.ends * cap, (MARGIN + (look.height - 1.0) * (0.5 + MARGIN)) * cap);
    let longer = quad.width() / capitals.quad.width().max(1.0);
    let (bow, share) = (capitals.bow, cap / quad.height().max(1.0));
    Bent { quad, square: bow * share * longer * longer, constant: -bow * share / 12.0 }
}

/// The reader's steps for each box, all stretched to one width, `wider` than their shape asks by this factor.
pub(super) fn recognise(
    networks: &Networks,
    picture: &RgbImage,
    boxes: &[Bent],
    wider: f32,
) -> Result<Vec<Steps>, NetworkError> {
    let ratio = boxes.iter().map(|bent| bent.quad.width() / bent.quad.height().max(1.0)).fold(0.0, f32::max);
    let width = (ratio * HEIGHT_PX as f32 * wider).clamp(WIDTH_PX.0, WIDTH_PX.1);
    let width = (width / 8.0).round() as u32 * 8;
    let cuts = boxes.iter().map(|bent| warp::cut_out_bent(picture, bent, width, HEIGHT_PX));
    let cuts: Vec<RgbImage> =
        cuts.map(|cut| cut.unwrap_or_else(|| RgbImage::new(width, HEIGHT_PX))).collect();
    if cuts.is_empty() {
        return Ok(Vec::new());
    }
    let input = tensor::batch(&cuts.iter().collect::<Vec<_>>(), (width, HEIGHT_PX), tensor::RECOGNISER);
    let outputs = networks.mrz_reader.run(input)?;
    let matrices = outputs.into_iter().next().and_then(|output| output.into_dimensionality::<Ix3>().ok());
    let Some(matrices) = matrices else { return Ok(vec![Steps::default(); cuts.len()]) };
    Ok(matrices.axis_iter(Axis(0)).map(|matrix| Steps::of(&matrix)).collect())
}

/// A row's characters for each width that its steps do not rule out.
pub(super) fn decode(steps: &Steps) -> Decoded {
    let counted = cells::count(steps);
    let near = COUNTS.iter().any(|count| count.abs_diff(counted) <= COUNT_OFF_MAX);
    COUNTS.map(|count| {
        let tried = !near || count.abs_diff(counted) <= COUNT_OFF_MAX;
        tried.then(|| cells::decode(steps, count)).flatten()
    })
}

/// All looks at all rows as one format, with how much likelier than chance it is, if that is more than `above`, in nats.
fn attempt(places: &Places, looks: &[Vec<Decoded>], rows: &[Band], above: f32) -> Option<(f32, Found)> {
    let width = places.format.width();
    let index = COUNTS.iter().position(|count| *count == width)?;
    let lines = |look: &Vec<Decoded>| {
        look.iter().map(|decoded| decoded[index].clone()).collect::<Option<Vec<Cells>>>()
    };
    let decoded: Vec<Vec<Cells>> = looks.iter().filter_map(lines).collect();
    let first = decoded.first()?;
    let likelihood = first.iter().map(|cells| cells.likelihood).sum::<f32>();
    let mut probabilities = together(&decoded);
    codes::prefer_known(places, &mut probabilities);
    let choice = lattice::choose(places, &probabilities, above - likelihood)?;
    let line = |symbols: &[usize]| symbols.iter().map(|s| symbols::character(*s)).collect();
    let lines: Vec<String> = choice.symbols.chunks(width).map(line).collect();
    let mrz = mrz::parse(&lines).ok()?;
    Some((likelihood + choice.evidence, found(mrz, &choice, rows, width)))
}

/// Mean probabilities of all places over the looks.
fn together(decoded: &[Vec<Cells>]) -> Vec<Row> {
    let count: usize = decoded.first().map_or(0, |lines| lines.iter().map(|cells| cells.rows.len()).sum());
    let mut rows = vec![[0.0; symbols::COUNT]; count];
    for lines in decoded {
        for (row, other) in rows.iter_mut().zip(lines.iter().flat_map(|cells| &cells.rows)) {
            row.iter_mut().zip(other).for_each(|(a, b)| *a += b / decoded.len() as f32);
        }
    }
    rows
}

fn found(mrz: mrz::Mrz, choice: &Choice, rows: &[Band], width: usize) -> Found {
    let (first, last) = (rows[0].quad.0, rows[rows.len() - 1].quad.0);
    Found {
        mrz,
        repaired_count: choice.repaired_count,
        confidences: choice.confidences.chunks(width).map(<[f32]>::to_vec).collect(),
        probability: choice.probability,
        outline: Quad([first[0], first[1], last[2], last[3]]),
        rows: rows.iter().map(|band| band.quad).collect(),
        lines: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_tried_wherever_it_stands_among_the_rows_and_whatever_lies_between_its_lines() {
        let all: Vec<Vec<usize>> = choices(9).collect();
        for zone in [&[0][..], &[8], &[7, 8], &[5, 6, 7], &[5, 7, 8], &[6, 8]] {
            assert_eq!(all.iter().filter(|chosen| *chosen == zone).count(), 1, "{zone:?}");
        }
        assert!(all.iter().all(|chosen| chosen.len() <= 3 && chosen[chosen.len() - 1] - chosen[0] < SPAN));
        assert_eq!(choices(0).count(), 0);
    }
}
