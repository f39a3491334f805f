//! The document's type and issuer: from its zone, else from words that only that type prints.

use identity::{
    aamva::{Payload, issuers},
    catalogue::{DocumentKind, countries, kind_of},
    number::hkid,
};
use review::observation::KindReading;

use super::{Sheet, licence, permit, rows::Row};
use crate::mrz::Found;

/// Words of a type, spaces dropped; the first entry that matches decides.
const WORDS: &[(&str, DocumentKind)] = &[
    ("临时居民身份证", DocumentKind::TemporaryId),
    ("臨時居民身份證", DocumentKind::TemporaryId),
    ("学生证", DocumentKind::StudentCard),
    ("學生證", DocumentKind::StudentCard),
    ("STUDENT", DocumentKind::StudentCard),
    ("军官证", DocumentKind::OfficerCard),
    ("文职干部证", DocumentKind::OfficerCard),
    ("港澳居民来往内地通行证", DocumentKind::HomeReturnPermit),
    ("港澳居民來往內地通行證", DocumentKind::HomeReturnPermit),
    ("台湾居民来往大陆通行证", DocumentKind::CompatriotPermit),
    ("臺灣居民來往大陸通行證", DocumentKind::CompatriotPermit),
    ("MAINLANDTRAVELPERMITFORHONGKONG", DocumentKind::HomeReturnPermit),
    ("MAINLANDTRAVELPERMITFORTAIWAN", DocumentKind::CompatriotPermit),
    ("往来港澳通行证", DocumentKind::HkMacaoPermit),
    ("往來港澳通行證", DocumentKind::HkMacaoPermit),
    ("TRAVELLINGTOANDFROMHONGKONG", DocumentKind::HkMacaoPermit),
    ("往来台湾通行证", DocumentKind::TaiwanTravelPermit),
    ("TRAVELLINGTOANDFROMTAIWAN", DocumentKind::TaiwanTravelPermit),
    ("港澳居民居住证", DocumentKind::ResidencePermit),
    ("台湾居民居住证", DocumentKind::ResidencePermit),
    ("香港永久性居民身份證", DocumentKind::Hkid),
    ("香港永久性居民身份证", DocumentKind::Hkid),
    ("香港身份證", DocumentKind::Hkid),
    ("香港身份证", DocumentKind::Hkid),
    ("HONGKONGPERMANENTIDENTITYCARD", DocumentKind::Hkid),
    ("HONGKONGIDENTITYCARD", DocumentKind::Hkid),
    ("居民身份证", DocumentKind::ResidentIdCn),
    ("公民身份号码", DocumentKind::ResidentIdCn),
    ("机动车驾驶证", DocumentKind::DrivingLicence),
    ("DRIVERLICENSE", DocumentKind::DrivingLicence),
    ("DRIVINGLICENCE", DocumentKind::DrivingLicence),
    ("DRIVER'SLICENSE", DocumentKind::DrivingLicence),
    ("护照", DocumentKind::Passport),
    ("護照", DocumentKind::Passport),
    ("PASSPORT", DocumentKind::Passport),
    ("PASSEPORT", DocumentKind::Passport),
    ("RESIDENCEPERMIT", DocumentKind::ResidencePermit),
    ("IDENTITYCARD", DocumentKind::IdCard),
    ("CARTED'IDENTITE", DocumentKind::IdCard),
];

/// Words that make a document unacceptable whatever its zone may say.
const ABOVE_ZONE: [DocumentKind; 3] =
    [DocumentKind::TemporaryId, DocumentKind::StudentCard, DocumentKind::OfficerCard];

/// The labels of the resident identity card's portrait side.
const CARD_LABELS: [&str; 5] = ["姓名", "性别", "民族", "出生", "住址"];

/// The type, with the confidence of what gave it away.
pub fn of(sheets: &[Sheet<'_>], zone: Option<&Found>, payload: Option<&Payload>) -> Option<KindReading> {
    let words = from_words(sheets);
    let zone = zone.map(|found| KindReading { kind: kind_of(&found.mrz), confidence: found.confidence() });
    match (zone, words) {
        (Some(_), Some(words)) if ABOVE_ZONE.contains(&words.kind) => Some(words),
        (Some(zone), _) if zone.kind != DocumentKind::Other => Some(zone),
        (zone, words) => {
            let coded = payload.map(licence::kind);
            coded.or(words).or_else(|| from_labels(sheets)).or(zone)
        }
    }
}

/// A title this long may have one character misread for every so many that it has.
const TITLE_CHARS_A_SLIP: usize = 7;

fn from_words(sheets: &[Sheet<'_>]) -> Option<KindReading> {
    WORDS.iter().find_map(|(word, kind)| {
        let wanted: Vec<char> = word.chars().collect();
        let mut rows = sheets.iter().flat_map(|sheet| &sheet.rows.0);
        rows.find_map(|row| Some(KindReading { kind: *kind, confidence: title(row, &wanted)? }))
    })
}

/// The confidence of a title that a row holds, slips counted against it.
fn title(row: &Row, wanted: &[char]) -> Option<f32> {
    let plain: Vec<char> = row.plain.chars().collect();
    let slips_max = wanted.len() / TITLE_CHARS_A_SLIP;
    let slips = |window: &[char]| window.iter().zip(wanted).filter(|(a, b)| a != b).count();
    let windows = plain.windows(wanted.len()).map(slips).enumerate();
    let (at, slips) = windows.min_by_key(|(_, slips)| *slips).filter(|(_, slips)| *slips <= slips_max)?;
    let place = row.place(at, at + wanted.len())?;
    Some(place.confidence * (1.0 - slips as f32 / wanted.len() as f32))
}

/// The labels of its other side.
const BACK_LABELS: [&str; 2] = ["签发机关", "有效期限"];

/// The resident identity card has no title on its portrait side, but its labels are its own; a number with its check
/// digit in brackets is the Hong Kong card's.
fn from_labels(sheets: &[Sheet<'_>]) -> Option<KindReading> {
    let rows = || sheets.iter().flat_map(|sheet| &sheet.rows.0);
    let text: String = rows().map(|row| row.text.as_str()).collect();
    let share = |labels: &[&str]| {
        labels.iter().filter(|label| text.contains(**label)).count() as f32 / labels.len() as f32
    };
    let confidence = share(&CARD_LABELS).max(share(&BACK_LABELS));
    let hkid = || {
        let labels = share(&HKID_LABELS);
        let number = rows().any(|row| permit::number_in(row, |text| hkid::parse(text).is_ok()).is_some());
        (number && labels > 0.0).then_some(KindReading { kind: DocumentKind::Hkid, confidence: labels })
    };
    let resident = KindReading { kind: DocumentKind::ResidentIdCn, confidence };
    if confidence > 0.5 { Some(resident) } else { hkid() }
}

/// Labels of the Hong Kong card.
const HKID_LABELS: [&str; 2] = ["簽發日期", "出生日期"];

/// What may stand before the name of an issuer in its row, spaces dropped.
const STYLES: [&str; 7] =
    ["", "REPUBLICOF", "THEREPUBLICOF", "FEDERALREPUBLICOF", "KINGDOMOF", "STATEOF", "COMMONWEALTHOF"];
/// Names that the catalogue gives otherwise.
const OTHER_NAMES: [(&str, &str); 6] = [
    ("UNITEDSTATESOFAMERICA", "USA"),
    ("UNITEDKINGDOMOFGREATBRITAINANDNORTHERNIRELAND", "GBR"),
    ("PEOPLE'SREPUBLICOFCHINA", "CHN"),
    ("中华人民共和国", "CHN"),
    ("REPUBLICOFKOREA", "KOR"),
    ("BUNDESREPUBLIKDEUTSCHLAND", "D"),
];

/// The issuer whose name fills a row: a country, or a state or province for its country.
fn printed_issuer(sheets: &[Sheet<'_>]) -> Option<&'static str> {
    let rows = || sheets.iter().flat_map(|sheet| &sheet.rows.0).map(|row| bare(&row.text));
    let other =
        rows().find_map(|row| OTHER_NAMES.iter().find(|(name, _)| *name == row).map(|(_, code)| *code));
    let is_named = |row: &str, name: &str| {
        let name = bare(name);
        STYLES.iter().any(|style| row.strip_prefix(style) == Some(name.as_str()))
    };
    // Of two codes with one name the withdrawn one comes first (ROM, ROU; ZIM, ZWE).
    let country = |row: &str| countries().iter().rev().find(|c| is_named(row, c.name_en)).map(|c| c.code);
    let state =
        |row: &str| issuers().iter().find(|issuer| is_named(row, issuer.name)).map(|issuer| issuer.country);
    other.or_else(|| rows().find_map(|row| country(&row).or_else(|| state(&row))))
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// ICAO code of the issuer: the zone's, else the barcode's, else that of types which only one issuer has, else the one
/// that is printed.
pub fn issuer(
    sheets: &[Sheet<'_>],
    kind: Option<DocumentKind>,
    zone: Option<&Found>,
    payload: Option<&Payload>,
) -> Option<String> {
    if let Some(found) = zone.filter(|found| !found.mrz.issuer.is_empty()) {
        return Some(found.mrz.issuer.clone());
    }
    if let Some(country) = payload.and_then(licence::issuer) {
        return Some(country);
    }
    let code = match kind? {
        DocumentKind::Passport
        | DocumentKind::IdCard
        | DocumentKind::ResidencePermit
        | DocumentKind::DrivingLicence => return printed_issuer(sheets).map(str::to_owned),
        DocumentKind::ResidentIdCn
        | DocumentKind::TemporaryId
        | DocumentKind::HomeReturnPermit
        | DocumentKind::CompatriotPermit
        | DocumentKind::HkMacaoPermit
        | DocumentKind::TaiwanTravelPermit => "CHN",
        DocumentKind::Hkid => "HKG",
        _ => return None,
    };
    Some(code.to_owned())
}
