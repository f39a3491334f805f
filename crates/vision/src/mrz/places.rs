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
    /// One pattern for each line: `L` letter, `N` letter or filler, `M` the same but not strictly, `D` digit or filler, `S` sex, `*` anything, `Z` the letter D,
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

fn places(format: Format) -> Places {
    let digit = |at, over: &[Range<usize>]| Digit { at, over: over.to_vec() };
    let wide = |n: usize| {
        vec![digit(n + 9, &[n..n + 9]), digit(n + 19, &[n + 13..n + 19]), digit(n + 27, &[n + 21..n + 27])]
    };
    let (patterns, digits): (&[&str], Vec<Digit>) = match format {
        Format::Td1 => (
            &[
                "L*NNN*********D***************",
                "DDDDDDDSDDDDDDDMMM***********D",
                "NNNNNNNNNNNNNNNNNNNNNNNNNNNNNN",
            ],
            vec![
                digit(14, &[5..14]),
                digit(36, &[30..36]),
                digit(44, &[38..44]),
                digit(59, &[5..30, 30..37, 38..45, 48..59]),
            ],
        ),
        Format::Td2 => (&[NAMES_36, "*********DMMMDDDDDDDSDDDDDDD*******D"], {
            let mut digits = wide(36);
            digits.push(digit(71, &[36..46, 49..56, 57..71]));
            digits
        }),
        Format::MrvB => (&[VISA_36, "*********DMMMDDDDDDDSDDDDDDD********"], wide(36)),
        Format::Td3 => (&[NAMES_44, "*********DMMMDDDDDDDSDDDDDDD**************DD"], {
            let mut digits = wide(44);
            digits.push(digit(86, &[72..86]));
            digits.push(digit(87, &[44..54, 57..64, 65..87]));
            digits
        }),
        Format::MrvA => (&[VISA_44, "*********DMMMDDDDDDDSDDDDDDD****************"], wide(44)),
        Format::OneLine => (
            &["CL*********D<DDDDDDD<DDDDDDD<D"],
            vec![
                digit(11, &[2..11]),
                digit(19, &[13..19]),
                digit(27, &[21..27]),
                digit(29, &[2..12, 13..20, 21..28]),
            ],
        ),
        Format::FrenchId => (
            &["IZFRANNNNNNNNNNNNNNNNNNNNNNNNN******", "************DNNNNNNNNNNNNNNDDDDDDDSD"],
            vec![digit(48, &[36..48]), digit(69, &[63..69]), digit(71, &[0..36, 36..71])],
        ),
    };
    Places { format, patterns, digits }
}

const NAMES_44: &str = "P*NNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNN";
const VISA_44: &str = "V*NNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNN";
const NAMES_36: &str = "L*NNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNN";
const VISA_36: &str = "V*NNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNN";

/// Probability that a printer put the symbol into a place with this pattern character, against one that belongs there.
pub fn tolerance(pattern: u8, symbol: usize) -> f32 {
    match pattern {
        _ if allows(pattern, symbol) => 1.0,
        b'M' => 0.05,
        _ => 1e-4,
    }
}

/// Whether a place with this pattern character may hold the symbol.
fn allows(pattern: u8, symbol: usize) -> bool {
    match pattern {
        b'*' => true,
        b'N' | b'M' => symbol >= 10,
        b'L' => (10..FILLER).contains(&symbol),
        b'D' => symbol < 10 || symbol == FILLER,
        // M, F, X, <
        b'S' => matches!(symbol, 22 | 15 | 33 | FILLER),
        b'<' => symbol == FILLER,
        b'Z' => symbol == 13,
        letter => symbol == usize::from(letter.wrapping_sub(b'A')) + 10,
    }
}
