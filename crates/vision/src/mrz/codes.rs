//! Codes of states and organisations: the reader's doubts are held against ICAO's list.

use identity::catalogue::{self, Country};

use super::{
    places::Places,
    symbols::{self, FILLER, Row},
};

/// Share of documents whose codes are in no list: old, regional, misprinted.
const UNKNOWN: f32 = 0.01;

/// A known code is preferred from this probability upwards.
const CLEAR: f32 = 0.5;

/// Makes known codes (ICAO 9303-3 §5) likelier at the issuer's and the nationality's place.
pub fn prefer_known(places: &Places, rows: &mut [Row]) {
    for at in code_places(places) {
        if let Some(code) = rows.get_mut(at..at + 3) {
            prefer(code);
        }
    }
}

/// Where codes stand: the issuer on the first line, the nationality.
fn code_places(places: &Places) -> Vec<usize> {
    let pattern: String = places.patterns.concat();
    let issuer = (!pattern.starts_with('N') && pattern.get(2..5) == Some("NNN")).then_some(2);
    issuer.into_iter().chain(pattern.find("MMM")).collect()
}

/// Gives the likeliest known code its probability among all codes, known and unknown.
fn prefer(rows: &mut [Row]) {
    let likelihood =
        |code: &[usize; 3]| code.iter().zip(rows.iter()).map(|(s, row)| row[*s]).product::<f32>();
    let codes: Vec<[usize; 3]> = catalogue::countries().iter().map(spelled).collect();
    let known = (1.0 - UNKNOWN) / codes.len() as f32;
    let sum = codes.iter().map(likelihood).sum::<f32>() * known + UNKNOWN / 36.0_f32.powi(3);
    let best = codes.iter().max_by(|a, b| likelihood(a).total_cmp(&likelihood(b)));
    let Some(best) = best else { return };
    let share = (likelihood(best) * known / sum).clamp(0.0, 1.0);
    if share < CLEAR {
        return;
    }
    let share = share.cbrt();
    for (row, s) in rows.iter_mut().zip(*best) {
        if row[s] < share {
            let rest = (1.0 - share) / (1.0 - row[s]).max(f32::MIN_POSITIVE);
            row.iter_mut().for_each(|p| *p *= rest);
            row[s] = share;
        }
    }
}

/// A country's code in three symbols.
fn spelled(country: &Country) -> [usize; 3] {
    let mut code = [FILLER; 3];
    code.iter_mut().zip(country.code.chars()).for_each(|(s, c)| *s = symbols::symbol(c).unwrap_or(FILLER));
    code
}
