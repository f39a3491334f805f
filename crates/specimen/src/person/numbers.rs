//! Document numbers: each of its kind's pattern, with the check digit where the kind has one.

use super::{AREA_CODE, state};
use crate::random::{pick, stream};
use crate::request::{Kind, Request, Variety};
use identity::number::mod11;
use identity::sex::Sex;
use jiff::civil::Date;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// Letters that the series of the mainland's exit-entry documents use: no I and no O.
const SERIES: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";

/// The number of a request's document as printed.
pub(super) fn draw(request: &Request, birth: Date, sex: Sex) -> String {
    let mut rng = stream(request.seed, "number");
    match request.kind {
        Kind::Td3Passport if request.variety != Variety::Plain => passport(&mut rng),
        Kind::Td3Passport | Kind::NoDocument => {
            let letter = pick(&mut rng, &['L', 'K', 'U', 'X']);
            format!("{letter}{:08}", rng.random_range(0..100_000_000_u32))
        }
        Kind::PassportCn => series(&mut rng, 'E'),
        Kind::HkMacaoPermit => series(&mut rng, 'C'),
        Kind::TaiwanTravelPermit => format!("L{}", digits(&mut rng, 8)),
        Kind::IdCardTd1 if rng.random_bool(0.15) => digits(&mut rng, 12),
        Kind::IdCardTd1 | Kind::IdCardTd2 | Kind::VisaA | Kind::VisaB => passport(&mut rng),
        Kind::ResidentIdCn | Kind::TemporaryIdCn => resident(&mut rng, birth, sex),
        Kind::HomeReturnPermit => format!("{}{}", pick(&mut rng, &['H', 'H', 'M']), digits(&mut rng, 8)),
        Kind::CompatriotPermit => digits(&mut rng, 8),
        Kind::Hkid => hong_kong(&mut rng),
        Kind::DrivingLicenceUs => state::of(request.seed).number(&mut rng),
        Kind::OfficerCard => format!("军字第{}号", digits(&mut rng, 7)),
        Kind::StudentCard => format!("{}{:06}", birth.year() + 18, rng.random_range(0..1_000_000_u32)),
    }
}

/// Patterns that states use for passports and cards: digits, letters before digits, and both mixed.
fn passport(rng: &mut ChaCha8Rng) -> String {
    match rng.random_range(0..5) {
        0 => digits(rng, 9),
        1 => format!("{}{}", letter(rng), digits(rng, 8)),
        2 => format!("{}{}{}", letter(rng), letter(rng), digits(rng, 7)),
        3 => format!("{}{}", letter(rng), digits(rng, 7)),
        _ => (0..9).map(|_| if rng.random_bool(0.4) { letter(rng) } else { digit(rng) }).collect(),
    }
}

/// A prefix and eight digits, or a letter and seven, as the mainland has counted on.
fn series(rng: &mut ChaCha8Rng, prefix: char) -> String {
    if rng.random_bool(0.5) {
        return format!("{prefix}{}", digits(rng, 8));
    }
    format!("{prefix}{}{}", letter(rng), digits(rng, 7))
}

/// One or two letters, six digits and the check character in brackets: letters count from A = 10, a missing first letter
/// as 36, weights 9 to 2, the check makes the sum divisible by 11.
fn hong_kong(rng: &mut ChaCha8Rng) -> String {
    let second = rng.random_bool(0.2).then(|| pick(rng, &['X', 'W']));
    let first = pick(rng, &['A', 'C', 'D', 'E', 'G', 'H', 'K', 'M', 'P', 'R', 'S', 'V', 'Y', 'Z']);
    let number = digits(rng, 6);
    let letters: String = second.into_iter().chain([first]).collect();
    let values = [second.map_or(36, value), value(first)].into_iter().chain(number.chars().map(value));
    let sum: u32 = values.zip((2..=9).rev()).map(|(value, weight)| value * weight).sum();
    let check = match (11 - sum % 11) % 11 {
        10 => 'A',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    };
    format!("{letters}{number}({check})")
}

fn value(c: char) -> u32 {
    c.to_digit(36).unwrap_or_default()
}

/// Area, birth date, sequence (odd for men) and check digit of a resident ID (GB 11643-1999).
fn resident(rng: &mut ChaCha8Rng, birth: Date, sex: Sex) -> String {
    let half = rng.random_range(1..499_u32);
    let sequence = half * 2 + u32::from(sex == Sex::M);
    let body = format!("{AREA_CODE}{:04}{:02}{:02}{sequence:03}", birth.year(), birth.month(), birth.day());
    let check = mod11::check_character(&body).unwrap_or('0');
    format!("{body}{check}")
}

fn letter(rng: &mut ChaCha8Rng) -> char {
    char::from(pick(rng, SERIES))
}

fn digit(rng: &mut ChaCha8Rng) -> char {
    char::from(b'0' + rng.random_range(0..10))
}

fn digits(rng: &mut ChaCha8Rng, count: usize) -> String {
    (0..count).map(|_| digit(rng)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::person::Person;
    use identity::number::{
        NumberError, compatriot, hkid, home_return, macao_hk_permit, prc_passport, resident_id,
    };
    use jiff::civil::date;

    fn number(kind: Kind, seed: u64) -> Person {
        Person::draw(&Request { variety: Variety::Common, ..Request::new(kind, seed, date(2026, 3, 1)) })
    }

    #[test]
    fn resident_numbers_are_right_but_of_no_area_that_exists() {
        for seed in 0..200 {
            let person = number(Kind::ResidentIdCn, seed);
            let read = resident_id::parse_any_region(&person.document_number).unwrap();
            assert_eq!((read.birth, read.sex), (person.birth_date, person.sex));
            assert_eq!(resident_id::parse(&person.document_number), Err(NumberError::Region));
        }
    }

    #[test]
    fn numbers_of_the_other_regions_are_of_their_pattern() {
        for seed in 0..100 {
            let drawn = |kind| number(kind, seed).document_number;
            assert!(prc_passport::parse(&drawn(Kind::PassportCn)).is_ok(), "{}", drawn(Kind::PassportCn));
            assert!(home_return::parse(&drawn(Kind::HomeReturnPermit)).is_ok());
            assert!(compatriot::parse(&drawn(Kind::CompatriotPermit)).is_ok());
            assert!(macao_hk_permit::parse(&drawn(Kind::HkMacaoPermit)).is_ok());
            assert!(hkid::parse(&drawn(Kind::Hkid)).is_ok(), "{}", drawn(Kind::Hkid));
        }
    }
}
