//! What each place of each format may hold, and which places its check digits cover (ICAO 9303-4 to -7).

use std::ops::Range;

use identity::mrz::Format;

use super::symbols::FILLER;

/// One check digit: where it stands and what it is computed over, in order. Places are counted through all lines.
#[derive(Debug, Clone)]
pub struct Digit {
    pub at: usize,
    pub over: Vec<Range<usize>>,
}

/// A format's width, lines and places.
#[derive(Debug)]
pub struct Places {
    pub format: Format,
    /// One pattern for each line: `L` letter, `N` letter or filler, `M` the same but not strictly, `D` digit or filler, `E` digit, `S` sex, `T` the second character of a document's type, `*` anything, `Z` the letter D,
    /// and `C`, `F`, `I`, `P`, `R`, `A`, `V`, `<` themselves.
    pub patterns: &'static [&'static str],
    /// Check digits of single fields, then the composite where there is one.
    pub digits: Vec<Digit>,
}

/// Every format that a zone of this many lines may have.
pub fn of_lines(lines: usize) -> Vec<Places> {
    let formats: &[Format] = match lines {
        1 => &[Format::OneLine],
        2 => &[Format::Td3, Format::MrvA, Format::Td2, Format::MrvB, Format::FrenchId],
        3 => &[Format::Td1],
        _ => &[],
    };
    formats.iter().map(|format| places(*format)).collect()
}

impl Places {
    /// Each line by itself, with the check digits that need no other line.
    pub fn lines(&self) -> Vec<Places> {
        let one = |line: usize| {
            let width = self.format.width();
            let (from, to) = (line * width, (line + 1) * width);
            let within = |digit: &&Digit| {
                (from..to).contains(&digit.at)
                    && digit.over.iter().all(|part| from <= part.start && part.end <= to)
            };
            let moved = |digit: &Digit| Digit {
                at: digit.at - from,
                over: digit.over.iter().map(|part| part.start - from..part.end - from).collect(),
            };
            Places {
                format: self.format,
                patterns: &self.patterns[line..=line],
                digits: self.digits.iter().filter(within).map(moved).collect(),
            }
        };
        (0..self.patterns.len()).map(one).collect()
    }
}

fn places(format: Format) -> Places {
    let (patterns, digits): (&[&str], Vec<Digit>) = match format {
        Format::Td1 => {
            (&TD1, digits(&[(14, &[(5, 14)]), (36, &[(30, 36)]), (44, &[(38, 44)]), (59, TD1_ALL)]))
        }
        Format::Td2 => (&TD2, [wide(36), digits(&[(71, &[(36, 46), (49, 56), (57, 71)])])].concat()),
        Format::MrvB => (&MRV_B, wide(36)),
        Format::Td3 => {
            let more = digits(&[(86, &[(72, 86)]), (87, &[(44, 54), (57, 64), (65, 87)])]);
            (&TD3, [wide(44), more].concat())
        }
        Format::MrvA => (&MRV_A, wide(44)),
        Format::OneLine => (
            &ONE_LINE,
            digits(&[
                (11, &[(2, 11)]),
                (19, &[(13, 19)]),
                (27, &[(21, 27)]),
                (29, &[(2, 12), (13, 20), (21, 28)]),
            ]),
        ),
        Format::FrenchId => {
            (&FRENCH_ID, digits(&[(48, &[(36, 48)]), (69, &[(63, 69)]), (71, &[(0, 36), (36, 71)])]))
        }
    };
    Places { format, patterns, digits }
}

/// Number, birth date and expiry date of the second line of two, lines being `width` wide.
fn wide(width: usize) -> Vec<Digit> {
    let span = |from: usize, to: usize| [(width + from, width + to)];
    digits(&[(width + 9, &span(0, 9)), (width + 19, &span(13, 19)), (width + 27, &span(21, 27))])
}

fn digits(all: &[(usize, &[(usize, usize)])]) -> Vec<Digit> {
    let ranges = |spans: &[(usize, usize)]| spans.iter().map(|(from, to)| *from..*to).collect();
    all.iter().map(|(at, over)| Digit { at: *at, over: ranges(over) }).collect()
}

const TD1: [&str; 3] =
    ["LTNNN*********D***************", "DDDDDDDSDDDDDDDMMM***********D", "NNNNNNNNNNNNNNNNNNNNNNNNNNNNNN"];
const TD1_ALL: &[(usize, usize)] = &[(5, 30), (30, 37), (38, 45), (48, 59)];
const TD2: [&str; 2] = ["LTNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNN", "*********DMMMDDDDDDDSDDDDDDD*******D"];
const MRV_B: [&str; 2] = ["VTNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNN", "*********DMMMDDDDDDDSDDDDDDD********"];
const TD3: [&str; 2] =
    ["PTNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNN", "*********DMMMDDDDDDDSDDDDDDD**************DD"];
const MRV_A: [&str; 2] =
    ["VTNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNN", "*********DMMMDDDDDDDSDDDDDDD****************"];
const ONE_LINE: [&str; 1] = ["CL*********E<EEEEEEE<EEEEEEE<E"];
const FRENCH_ID: [&str; 2] = ["IZFRANNNNNNNNNNNNNNNNNNNNNNNNN******", "************DNNNNNNNNNNNNNNDDDDDDDSD"];

/// Probability that a printer put the symbol into a place with this pattern character, against one that belongs there.
pub fn tolerance(pattern: u8, symbol: usize) -> f32 {
    match pattern {
        // Issuers avoid the letters I and O where digits may stand.
        b'*' if matches!(symbol, 18 | 24) => 0.15,
        _ if allows(pattern, symbol) => 1.0,
        b'M' | b'T' => 0.05,
        _ => 1e-4,
    }
}

/// Whether a place with this pattern character may hold the symbol.
fn allows(pattern: u8, symbol: usize) -> bool {
    match pattern {
        b'*' => true,
        b'N' | b'M' | b'T' => symbol >= 10,
        b'L' => (10..FILLER).contains(&symbol),
        b'D' => symbol < 10 || symbol == FILLER,
        b'E' => symbol < 10,
        // M, F, X, <
        b'S' => matches!(symbol, 22 | 15 | 33 | FILLER),
        b'<' => symbol == FILLER,
        b'Z' => symbol == 13,
        letter => symbol == usize::from(letter.wrapping_sub(b'A')) + 10,
    }
}
