//! Invented people: names, dates, places, numbers and the face that belongs to them.

mod names;
mod numbers;
pub(crate) mod state;
mod terms;
mod vocabulary;
mod wider;

pub(crate) use names::commercial_code;

use crate::random::{derive, pick, stream};
use crate::request::{Kind, Request};
use identity::sex::Sex;
use jiff::ToSpan;
use jiff::civil::Date;
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
        let (issue_date, expiry_date) = terms::validity(&mut stream(seed, "validity"), request, birth_date);
        let names = names::draw(request, sex);
        Person {
            surname: names.surname,
            given_names: names.given_names,
            name_zh: names.name_zh,
            sex,
            birth_date,
            birth_place: birth_place(pick(&mut rng, words::TOWNS), request),
            ethnicity: pick(&mut rng, words::ETHNICITIES).to_owned(),
            address: address(&mut stream(seed, "address"), request.kind),
            authority: authority(&mut stream(seed, "authority"), request.kind),
            issue_date,
            expiry_date,
            document_number: stated
                .document_number
                .clone()
                .unwrap_or_else(|| numbers::draw(request, birth_date, sex)),
            face_seed,
        }
    }

    /// The name as the document prints it: Chinese documents have characters, passports Latin letters.
    pub fn printed_name(&self, kind: Kind) -> String {
        if kind.is_chinese() {
            return self.name_zh.clone();
        }
        format!("{} {}", self.surname, self.given_names).trim_end().to_owned()
    }
}

fn adult_birth(rng: &mut ChaCha8Rng, today: Date) -> Date {
    let days = rng.random_range(19 * 366..62 * 365_i32);
    today.saturating_sub(days.days())
}

/// Whole years from one day to another.
pub(crate) fn years_between(from: Date, to: Date) -> i16 {
    let before_birthday = (to.month(), to.day()) < (from.month(), from.day());
    to.year() - from.year() - i16::from(before_birthday)
}

/// A town of Utopia; Chinese passports name a province in characters and pinyin.
fn birth_place(town: &str, request: &Request) -> String {
    if request.kind != Kind::PassportCn {
        return town.to_owned();
    }
    let (zh, latin) = pick(&mut stream(request.seed, "province"), wider::PROVINCES);
    format!("{zh}/{latin}")
}

fn address(rng: &mut ChaCha8Rng, kind: Kind) -> String {
    if matches!(kind, Kind::DrivingLicenceUs | Kind::IdCardTd1 | Kind::IdCardTd2) {
        let (street, town) = (pick(rng, wider::STREETS), pick(rng, words::TOWNS));
        return format!("{} {street}, {town}", rng.random_range(1..9999));
    }
    let place = pick(rng, words::HAN_PLACES);
    let street = pick(rng, words::HAN_STREETS);
    let house = rng.random_range(1..300);
    let (building, room) = (rng.random_range(1..30), rng.random_range(101..2405));
    format!("样例省虚构市{place}{street}{house}号{building}幢{room}室")
}

fn authority(rng: &mut ChaCha8Rng, kind: Kind) -> String {
    match kind {
        Kind::ResidentIdCn | Kind::TemporaryIdCn => {
            format!("虚构市公安局{}分局", pick(rng, words::HAN_PLACES))
        }
        Kind::PassportCn => "样本签发机关/SPECIMEN OFFICE".to_owned(),
        Kind::HomeReturnPermit | Kind::CompatriotPermit | Kind::HkMacaoPermit | Kind::TaiwanTravelPermit => {
            "样本出入境管理局".to_owned()
        }
        Kind::OfficerCard => "虚构部队政治部".to_owned(),
        Kind::StudentCard => "虚构大学".to_owned(),
        Kind::IdCardTd1 | Kind::IdCardTd2 => format!("CITY OF {}", pick(rng, words::TOWNS)),
        Kind::VisaA | Kind::VisaB => format!("CONSULATE IN {}", pick(rng, words::TOWNS)),
        Kind::Hkid | Kind::DrivingLicenceUs | Kind::Td3Passport | Kind::NoDocument => {
            "PASSPORT OFFICE, UTOPIA".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
