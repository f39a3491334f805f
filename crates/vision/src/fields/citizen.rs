//! The number of the resident identity card, decoded under its form: 17 digits, then a digit or X.

use identity::number::resident_id;

use super::{
    exact::{self, Cell},
    rows::{Place, Row, steps},
};
use crate::text::Page;

/// Characters of the number.
const CHARS: usize = 18;
/// So many of them must have been read as digits before a row is taken for the number's.
const DIGITS_MIN: usize = 14;
/// A stretch with so many marks between its digits is a period of two dates.
const MARKS_MAX: usize = 2;
/// Least probability at which a place counts as seen, and so many places must be.
const SEEN: f32 = 0.5;
const SEEN_MIN: usize = 16;
/// Check digit and birth date may overrule the picture by at most this many nats (a factor of about fifty): cards are
/// altered and specimens misprinted, and the picture is the witness.
const OVERRULE_MAX: f32 = 4.0;
/// And only when the next best way to satisfy them is this many nats less likely.
const MARGIN_MIN: f32 = 1.2;
/// Candidates that are tried at each place.
const CANDIDATES: usize = 4;

/// The number in a row, as printed, with its place.
pub fn read(page: &Page, row: &Row) -> Option<(String, Place)> {
    let (from, to) = stretch(row)?;
    let cells = decoded(page, row, (from, to));
    let Some(cells) = cells.filter(|cells| seen(cells) >= SEEN_MIN) else { return plain(row) };
    let (value, confidence) = choose(&cells);
    let place = row.place(from, to)?;
    Some((value, Place { confidence, ..place }))
}

/// The longest part of a row between Chinese characters, if it holds enough digits.
fn stretch(row: &Row) -> Option<(usize, usize)> {
    let chars: Vec<char> = row.chars().into_iter().map(exact::meant).collect();
    let mut stretches = Vec::new();
    let mut from = 0;
    for to in 0..=chars.len() {
        if chars.get(to).is_none_or(|c| !c.is_ascii()) {
            stretches.push((from, to));
            from = to + 1;
        }
    }
    let digits =
        |(from, to): &(usize, usize)| chars[*from..*to].iter().filter(|c| c.is_ascii_digit()).count();
    let marks = |(from, to): &(usize, usize)| {
        chars[*from..*to].iter().filter(|c| matches!(c, '.' | '-' | '/' | ',')).count()
    };
    stretches.retain(|stretch| marks(stretch) <= MARKS_MAX);
    stretches.into_iter().max_by_key(digits).filter(|stretch| digits(stretch) >= DIGITS_MIN)
}

/// The row's steps between its neighbours' characters, decoded.
fn decoded(page: &Page, row: &Row, (from, to): (usize, usize)) -> Option<Vec<Cell>> {
    let mut alphabets = [DIGITS; CHARS];
    alphabets[CHARS - 1] = LAST;
    exact::decode(&steps(page, row, (from, to)), &alphabets)
}

const DIGITS: &str = "0123456789";
const LAST: &str = "0123456789X";

fn seen(cells: &[Cell]) -> usize {
    cells.iter().filter(|cell| cell.first().1 >= SEEN).count()
}

/// The likeliest number, unless its form decides for another that the picture leaves open; with its least confidence.
fn choose(cells: &[Cell]) -> (String, f32) {
    let first: Vec<(char, f32)> = cells.iter().map(Cell::first).collect();
    let write = |chosen: &[(char, f32)]| chosen.iter().map(|(c, _)| *c).collect::<String>();
    let least = |chosen: &[(char, f32)]| chosen.iter().map(|(_, p)| *p).fold(1.0, f32::min);
    let valid = |chosen: &[(char, f32)]| resident_id::parse_any_region(&write(chosen)).is_ok();
    if valid(&first) {
        return (write(&first), least(&first));
    }
    let mut ways: Vec<(f32, Vec<(char, f32)>)> =
        changes(cells, &first).into_iter().filter(|(_, way)| valid(way)).collect();
    ways.sort_by(|a, b| a.0.total_cmp(&b.0));
    let chosen = match ways.as_slice() {
        [(cost, way), rest @ ..] => {
            let alone = rest.first().is_none_or(|(next, _)| next - cost >= MARGIN_MIN);
            (*cost <= OVERRULE_MAX && alone).then_some(way)
        }
        [] => None,
    };
    let chosen = chosen.unwrap_or(&first);
    (write(chosen), least(chosen))
}

/// All ways to change one or two places to another of their candidates, with what the picture says against them in nats.
fn changes(cells: &[Cell], first: &[(char, f32)]) -> Vec<(f32, Vec<(char, f32)>)> {
    let single: Vec<(usize, (char, f32), f32)> = cells
        .iter()
        .enumerate()
        .flat_map(|(i, cell)| cell.candidates.iter().take(CANDIDATES).skip(1).map(move |c| (i, *c)))
        .map(|(i, candidate)| (i, candidate, (first[i].1 / candidate.1.max(f32::MIN_POSITIVE)).ln()))
        .filter(|(_, _, cost)| *cost <= OVERRULE_MAX)
        .collect();
    let changed = |with: &[(usize, (char, f32), f32)]| {
        let mut way = first.to_vec();
        with.iter().for_each(|(i, candidate, _)| way[*i] = *candidate);
        (with.iter().map(|(_, _, cost)| cost).sum::<f32>(), way)
    };
    let pairs = single.iter().enumerate().flat_map(|(k, a)| single[k + 1..].iter().map(move |b| [*a, *b]));
    let pairs = pairs.filter(|[a, b]| a.0 != b.0).map(|pair| changed(&pair));
    single.iter().map(|one| changed(&[*one])).chain(pairs).collect()
}

/// A run of exactly 18 such characters as they were read.
fn plain(row: &Row) -> Option<(String, Place)> {
    let chars: Vec<char> = row.chars().into_iter().map(exact::meant).collect();
    let start = (0..chars.len()).find(|start| {
        let Some(run) = chars.get(*start..*start + CHARS) else { return false };
        let (last, rest) = (run[CHARS - 1], &run[..CHARS - 1]);
        rest.iter().all(char::is_ascii_digit) && (last.is_ascii_digit() || last == 'X')
    })?;
    Some((chars[start..start + CHARS].iter().collect(), row.place(start, start + CHARS)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cells that hold these characters surely; where two are given, the first with this probability.
    fn cells(text: &str, doubtful: Option<(usize, char, f32)>) -> Vec<Cell> {
        let mut cells: Vec<Cell> =
            text.chars().map(|c| Cell { candidates: vec![(c, 0.9999), ('0', 0.00001)] }).collect();
        if let Some((i, other, p)) = doubtful {
            let first = cells[i].first().0;
            cells[i].candidates = vec![(first, p), (other, 1.0 - p)];
        }
        cells
    }

    /// No such area: the numbers of this test are nobody's.
    const RIGHT: &str = "990101199001010019";

    #[test]
    fn the_form_decides_only_what_the_picture_leaves_open() {
        assert!(resident_id::parse_any_region(RIGHT).is_ok(), "{:?}", resident_id::parse_any_region(RIGHT));
        let misread = RIGHT.replacen("1990", "1996", 1);
        // The picture half saw the zero that makes the check digit hold.
        assert_eq!(choose(&cells(&misread, Some((9, '0', 0.6)))).0, RIGHT);
        assert!(choose(&cells(&misread, Some((9, '0', 0.6)))).1 < 0.5);
        // It clearly saw a six: that is what is printed, right or wrong.
        assert_eq!(choose(&cells(&misread, Some((9, '0', 0.995)))).0, misread);
        assert_eq!(choose(&cells(&misread, None)).0, misread);
        assert_eq!(choose(&cells(RIGHT, Some((9, '6', 0.6)))).0, RIGHT);
    }
}
