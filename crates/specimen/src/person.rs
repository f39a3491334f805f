//! Invented people: names, dates, places, numbers and the face that belongs to them.

mod vocabulary;

use crate::random::{derive, pick, stream};
use crate::request::{Kind, Request};
use identity::number::mod11;
use identity::sex::Sex;
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};
use vocabulary as words;

/// An invented person and what the document says of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// Surname in Latin letters.
    pub surname: String,
    /// Given names in Latin letters.
    pub given_names: String,
    /// Whole name in Chinese characters.
    pub name_zh: String,
    /// Sex.
    pub sex: Sex,
    /// Birth date.
    pub birth_date: Date,
    /// Place of birth; a town that does not exist.
    pub birth_place: String,
    /// Ethnic group in Chinese, without 族.
    pub ethnicity: String,
    /// Address in Chinese; no such place exists.
    pub address: String,
    /// Issuing authority in the document's language.
    pub authority: String,
    /// Issue date.
    pub issue_date: Date,
    /// Expiry date; `None` is 长期.
    pub expiry_date: Option<Date>,
    /// Number as printed.
    pub document_number: String,
    /// Seed of the face, for `head::Identity::from_seed`.
    pub face_seed: u64,
}

/// Area code of every specimen number: GB/T 2260 assigns nothing that begins with 99.
pub const AREA_CODE: &str = "990000";

impl Person {
    /// The holder of a request: what is stated is kept, the rest is drawn from the seed.
    pub fn draw(request: &Request) -> Person {
        let stated = &request.person;
        let seed = request.seed;
        let mut rng = stream(seed, "person");
        let face_seed = stated.face_seed.unwrap_or_else(|| derive(seed, "face"));
        let sex = stated.sex.unwrap_or_else(|| crate::head::Identity::from_seed(face_seed).sex);
        let birth_date = stated.birth_date.unwrap_or_else(|| adult_birth(&mut rng, request.today));
        let (issue_date, expiry_date) = validity(&mut stream(seed, "validity"), request, birth_date);
        let (surname, given_names) = latin_name(&mut stream(seed, "latin name"), sex);
        Person {
            surname: stated.surname.clone().unwrap_or(surname),
            given_names: stated.given_names.clone().unwrap_or(given_names),
            name_zh: stated
                .name_zh
                .clone()
                .unwrap_or_else(|| chinese_name(&mut stream(seed, "chinese name"), sex)),
            sex,
            birth_date,
            birth_place: pick(&mut rng, words::TOWNS).to_owned(),
            ethnicity: pick(&mut rng, words::ETHNICITIES).to_owned(),
            address: address(&mut stream(seed, "address")),
            authority: authority(&mut stream(seed, "authority"), request.kind),
            issue_date,
            expiry_date,
            document_number: stated
                .document_number
                .clone()
                .unwrap_or_else(|| number(request, birth_date, sex)),
            face_seed,
        }
    }

    /// The name as the document prints it: Chinese documents have characters, passports Latin letters.
    pub fn printed_name(&self, kind: Kind) -> String {
        match kind {
            Kind::Td3Passport => format!("{} {}", self.surname, self.given_names),
            _ => self.name_zh.clone(),
        }
    }
}

fn adult_birth(rng: &mut ChaCha8Rng, today: Date) -> Date {
    let days = rng.random_range(19 * 366..62 * 365_i32);
    today.saturating_sub(days.days())
}

/// Issue and expiry: as stated, or so that the document was issued within its term before `today`.
fn validity(rng: &mut ChaCha8Rng, request: &Request, birth: Date) -> (Date, Option<Date>) {
    let (kind, stated) = (request.kind, &request.person);
    let days_ago = if kind == Kind::TemporaryIdCn { 5..40 } else { 365..4 * 365 };
    let drawn = request.today.saturating_sub(rng.random_range::<i32, _>(days_ago).days()).max(birth);
    let issue = match (stated.issue_date, stated.expiry_date) {
        (Some(issue), _) => issue,
        (None, Some(expiry)) => expiry.saturating_sub(term_before(kind, expiry, birth)).max(birth),
        (None, None) => drawn,
    };
    let computed = term(kind, issue, birth).map(|term| issue.saturating_add(term));
    (issue, stated.expiry_date.or(computed))
}

/// How long a document is valid; the resident ID by age at issue: <16 5 years, 16–25 10, 26–45 20, from 46 unlimited.
fn term(kind: Kind, issue: Date, birth: Date) -> Option<Span> {
    let age = years_between(birth, issue);
    match kind {
        Kind::TemporaryIdCn => Some(3.months()),
        Kind::StudentCard => Some(4.years()),
        Kind::Td3Passport | Kind::ResidentIdCn if age < 16 => Some(5.years()),
        Kind::ResidentIdCn if age >= 46 => None,
        Kind::ResidentIdCn if age >= 26 => Some(20.years()),
        Kind::Td3Passport | Kind::ResidentIdCn | Kind::NoDocument => Some(10.years()),
    }
}

/// The term that a document with this expiry must have had.
fn term_before(kind: Kind, expiry: Date, birth: Date) -> Span {
    let fits = |candidate: &Span| {
        let given = term(kind, expiry.saturating_sub(*candidate), birth);
        given.is_some_and(|given| given.fieldwise() == candidate.fieldwise())
    };
    let candidates = [20.years(), 10.years(), 5.years(), 4.years(), 3.months()];
    candidates.into_iter().find(fits).unwrap_or_else(|| 10.years())
}

/// Whole years from one day to another.
pub(crate) fn years_between(from: Date, to: Date) -> i16 {
    let before_birthday = (to.month(), to.day()) < (from.month(), from.day());
    to.year() - from.year() - i16::from(before_birthday)
}

fn latin_name(rng: &mut ChaCha8Rng, sex: Sex) -> (String, String) {
    let given = if sex == Sex::F { words::GIVEN_F } else { words::GIVEN_M };
    let first = pick(rng, given);
    let second = pick(rng, given);
    let names =
        if rng.random_bool(0.35) && first != second { format!("{first} {second}") } else { first.to_owned() };
    (pick(rng, words::SURNAMES).to_owned(), names)
}

fn chinese_name(rng: &mut ChaCha8Rng, sex: Sex) -> String {
    let given: Vec<char> = if sex == Sex::F { words::HAN_F } else { words::HAN_M }.chars().collect();
    let length = if rng.random_bool(0.75) { 2 } else { 1 };
    let tail: String = (0..length).map(|_| pick(rng, &given)).collect();
    format!("{}{tail}", pick(rng, words::HAN_SURNAMES))
}

fn address(rng: &mut ChaCha8Rng) -> String {
    let place = pick(rng, words::HAN_PLACES);
    let street = pick(rng, words::HAN_STREETS);
    let house = rng.random_range(1..300);
    let (building, room) = (rng.random_range(1..30), rng.random_range(101..2405));
    format!("样例省虚构市{place}{street}{house}号{building}幢{room}室")
}

fn authority(rng: &mut ChaCha8Rng, kind: Kind) -> String {
    match kind {
        Kind::Td3Passport | Kind::NoDocument => "PASSPORT OFFICE, UTOPIA".to_owned(),
        Kind::ResidentIdCn | Kind::TemporaryIdCn => {
            format!("虚构市公安局{}分局", pick(rng, words::HAN_PLACES))
        }
        Kind::StudentCard => "虚构大学".to_owned(),
    }
}

fn number(request: &Request, birth: Date, sex: Sex) -> String {
    let mut rng = stream(request.seed, "number");
    match request.kind {
        Kind::Td3Passport | Kind::NoDocument => {
            let letter = pick(&mut rng, &['L', 'K', 'U', 'X']);
            format!("{letter}{:08}", rng.random_range(0..100_000_000_u32))
        }
        Kind::ResidentIdCn | Kind::TemporaryIdCn => resident_number(&mut rng, birth, sex),
        Kind::StudentCard => format!("{}{:06}", birth.year() + 18, rng.random_range(0..1_000_000_u32)),
    }
}

/// Area, birth date, sequence (odd for men) and check digit of a resident ID (GB 11643-1999).
fn resident_number(rng: &mut ChaCha8Rng, birth: Date, sex: Sex) -> String {
    let half = rng.random_range(1..499_u32);
    let sequence = half * 2 + u32::from(sex == Sex::M);
    let body = format!("{AREA_CODE}{:04}{:02}{:02}{sequence:03}", birth.year(), birth.month(), birth.day());
    let check = mod11::check_character(&body).unwrap_or('0');
    format!("{body}{check}")
}

#[cfg(test)]
mod tests {
    use super::*;

    use identity::number::{NumberError, resident_id};
    use jiff::civil::date;

    const TODAY: Date = date(2026, 3, 1);

    #[test]
    fn what_is_stated_is_kept() {
        let mut request = Request::new(Kind::Td3Passport, 5, TODAY);
        request.person.birth_date = Some(date(2010, 1, 2));
        request.person.expiry_date = Some(date(2026, 2, 1));
        let person = Person::draw(&request);
        assert_eq!(person.birth_date, date(2010, 1, 2));
        assert_eq!(person.expiry_date, Some(date(2026, 2, 1)));
        assert!(person.issue_date >= person.birth_date && person.issue_date < date(2026, 2, 1));
    }

    #[test]
    fn everyone_drawn_is_an_adult_with_a_valid_document() {
        for kind in [Kind::Td3Passport, Kind::ResidentIdCn] {
            for seed in 0..200 {
                let person = Person::draw(&Request::new(kind, seed, TODAY));
                assert!(years_between(person.birth_date, TODAY) >= 18, "{person:?}");
                assert!(person.issue_date <= TODAY && person.issue_date >= person.birth_date, "{person:?}");
                assert!(person.expiry_date.is_none_or(|expiry| expiry > TODAY + 60.days()), "{person:?}");
            }
        }
    }

    #[test]
    fn resident_numbers_are_right_but_of_no_area_that_exists() {
        for seed in 0..200 {
            let person = Person::draw(&Request::new(Kind::ResidentIdCn, seed, TODAY));
            let read = resident_id::parse_any_region(&person.document_number).unwrap();
            assert_eq!((read.birth, read.sex), (person.birth_date, person.sex));
            assert_eq!(resident_id::parse(&person.document_number), Err(NumberError::Region));
        }
    }
}
