//! Every kind of document, in every variety: zones are valid, fields stand apart, what is printed fits its page.

use identity::mrz::{self, Format};
use jiff::civil::{Date, date};
use specimen::{FieldName, FieldTruth, Flat, FlatPage, Kind, PortraitDetail, Request, Variety, flat};

const TODAY: Date = date(2026, 3, 1);

/// Kinds and the form of the zone that they print; the others have none.
const ZONES: [(Kind, Format); 10] = [
    (Kind::Td3Passport, Format::Td3),
    (Kind::PassportCn, Format::Td3),
    (Kind::IdCardTd1, Format::Td1),
    (Kind::IdCardTd2, Format::Td2),
    (Kind::VisaA, Format::MrvA),
    (Kind::VisaB, Format::MrvB),
    (Kind::HomeReturnPermit, Format::Td1),
    (Kind::CompatriotPermit, Format::Td1),
    (Kind::HkMacaoPermit, Format::OneLine),
    (Kind::TaiwanTravelPermit, Format::OneLine),
];

fn drawn(kind: Kind, variety: Variety, seed: u64) -> Flat {
    let request = Request { variety, ..Request::new(kind, seed, TODAY) };
    flat(&request, 3.0, PortraitDetail::Low).expect("it can be drawn")
}

fn fields(drawn: &Flat) -> impl Iterator<Item = &FieldTruth> {
    drawn.pages.iter().flat_map(|page| &page.fields)
}

#[test]
fn every_zone_is_valid_and_is_printed_line_by_line() {
    for (kind, format) in ZONES {
        for seed in 0..12 {
            let variety = Variety::ALL[seed as usize % 3];
            let drawn = drawn(kind, variety, seed);
            let zone = mrz::parse(&drawn.mrz).unwrap();
            assert!(zone.valid(), "{kind:?} {seed}: {:?}", drawn.mrz);
            // A visa's form is a card's with another letter, so the parser needs the letter to tell them apart.
            assert_eq!(zone.format, format, "{kind:?} {seed}");
            let lines = fields(&drawn)
                .filter(|f| matches!(f.name, FieldName::Mrz1 | FieldName::Mrz2 | FieldName::Mrz3))
                .map(|f| f.text.as_str());
            assert!(lines.eq(drawn.mrz.iter().map(String::as_str)), "{kind:?} {seed}");
        }
    }
}

#[test]
fn only_kinds_with_a_zone_have_one_and_all_name_their_holder() {
    for kind in Kind::ALL {
        let drawn = drawn(kind, Variety::Common, 1);
        assert_eq!(!drawn.mrz.is_empty(), ZONES.iter().any(|(zoned, _)| *zoned == kind), "{kind:?}");
        let named = fields(&drawn)
            .any(|f| matches!(f.name, FieldName::Name | FieldName::Surname | FieldName::NameLatin));
        assert_eq!(named, kind != Kind::NoDocument, "{kind:?}");
    }
}

#[test]
fn fields_lie_on_their_page_and_apart_from_each_other() {
    let mut wrong = Vec::new();
    for kind in Kind::ALL {
        for seed in 0..9 {
            let variety = Variety::ALL[seed as usize % 3];
            for page in drawn(kind, variety, seed).pages {
                wrong.extend(misplaced(&page).map(|what| format!("{kind:?} {variety:?} {seed}: {what}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} misplaced: {wrong:#?}", wrong.len());
}

/// Fields that leave the page or lie upon another field.
fn misplaced(page: &FlatPage) -> impl Iterator<Item = String> {
    let (width, height) = (page.image.width() as f32, page.image.height() as f32);
    let outside = page.fields.iter().filter(move |field| {
        let [a, _, c, _] = field.quad;
        a.x < 0.0 || a.y < 0.0 || c.x > width || c.y > height
    });
    let pairs =
        page.fields.iter().enumerate().flat_map(|(i, a)| page.fields[..i].iter().map(move |b| (a, b)));
    let upon = pairs.filter(|(a, b)| overlap_mm(a, b) > 0.4);
    let outside = outside.map(|field| format!("{:?} leaves the page: {}", field.name, field.text));
    let upon = upon.map(|(a, b)| format!("{:?} lies upon {:?}: {} | {}", a.name, b.name, a.text, b.text));
    outside.chain(upon).collect::<Vec<_>>().into_iter()
}

/// How far two fields lie in each other, in the direction in which it is less; pages here have 3 pixels to the millimetre.
fn overlap_mm(a: &FieldTruth, b: &FieldTruth) -> f32 {
    let x = a.quad[2].x.min(b.quad[2].x) - a.quad[0].x.max(b.quad[0].x);
    let y = a.quad[2].y.min(b.quad[2].y) - a.quad[0].y.max(b.quad[0].y);
    x.min(y) / 3.0
}

#[test]
fn rare_characters_are_marked() {
    let rare = |c: char| matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{20000}'..);
    let mut found = 0;
    for seed in 0..60 {
        for field in fields(&drawn(Kind::ResidentIdCn, Variety::Common, seed)) {
            assert_eq!(field.rare, field.text.chars().any(rare), "{field:?}");
            found += usize::from(field.rare);
        }
    }
    assert!(found > 0, "no rare character in 60 cards");
}
