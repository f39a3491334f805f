//! What the barcode of a driving licence says: AAMVA DL/ID Card Design Standard 2020, annex D, version 10.

use super::super::Holder;
use crate::person::state::{self, State};
use crate::random::{pick, stream};
use identity::name::transliterate;
use identity::sex::Sex;
use jiff::civil::Date;
use rand::Rng;

/// Version of the standard (2020) and of the jurisdiction's own part.
const VERSION: &str = "1000";
/// `@`, line feed, record separator, carriage return, file type, issuer, versions and number of subfiles.
const HEADER_CHARS: usize = 21;
/// Designator, offset and length of one subfile.
const ENTRY_CHARS: usize = 10;

/// What is stated of the holder beside name and dates.
pub(super) struct Licence {
    pub(super) state: State,
    pub(super) class: &'static str,
    pub(super) eyes: &'static str,
    pub(super) height_in: u32,
    pub(super) street: String,
    pub(super) city: String,
    pub(super) zip: String,
    /// Document discriminator.
    pub(super) discriminator: String,
    names: [String; 3],
    number: String,
    sex: Sex,
    birth: Date,
    issue: Date,
    expiry: Option<Date>,
}

impl Licence {
    pub(super) fn draw(holder: &Holder) -> Licence {
        let mut rng = stream(holder.seed, "licence");
        let person = holder.person;
        let (street, city) = person.address.split_once(", ").unwrap_or((&person.address, "ZENITH"));
        let given = transliterate(&person.given_names);
        let (first, middle) = given.split_once(' ').unwrap_or((&given, ""));
        Licence {
            state: state::of(holder.seed),
            class: pick(&mut rng, &["D", "C", "B"]),
            eyes: pick(&mut rng, &["BRO", "BLU", "GRN", "HAZ", "BLK"]),
            height_in: rng.random_range(58..78),
            street: street.to_owned(),
            city: city.to_owned(),
            zip: format!("{:05}", rng.random_range(501..99_950)),
            discriminator: format!("{:016}", rng.random_range(0..10_000_000_000_000_000_u64)),
            names: [transliterate(&person.surname), first.to_owned(), middle.to_owned()],
            number: person.document_number.clone(),
            sex: person.sex,
            birth: person.birth_date,
            issue: person.issue_date,
            expiry: person.expiry_date,
        }
    }

    /// The whole payload, with one subfile of the standard's elements and one of the jurisdiction's.
    pub(super) fn payload(&self) -> String {
        let own = format!("Z{}Z{}ASPECIMEN\r", &self.state.code[..1], &self.state.code[..1]);
        let standard = format!("DL{}\r", self.elements().join("\n"));
        let offset = HEADER_CHARS + 2 * ENTRY_CHARS;
        let issuer = self.state.issuer;
        format!(
            "@\n\u{1e}\rANSI {issuer:06}{VERSION}02DL{offset:04}{:04}{}{:04}{:04}{standard}{own}",
            standard.len(),
            &own[..2],
            offset + standard.len(),
            own.len(),
        )
    }

    /// Every mandatory element of a licence (annex D, table D.3) and some optional ones.
    fn elements(&self) -> Vec<String> {
        let day = |date: Date| format!("{:02}{:02}{:04}", date.month(), date.day(), date.year());
        let [last, first, middle] = &self.names;
        let or_none = |text: &str| if text.is_empty() { "NONE".to_owned() } else { text.to_owned() };
        let sex = match self.sex {
            Sex::M => "1",
            Sex::F => "2",
            Sex::X => "9",
        };
        let expiry = self.expiry.map_or_else(String::new, day);
        [
            ("DAQ", self.number.clone()),
            ("DCS", last.clone()),
            ("DDE", "N".to_owned()),
            ("DAC", or_none(first)),
            ("DDF", "N".to_owned()),
            ("DAD", or_none(middle)),
            ("DDG", "N".to_owned()),
            ("DCA", self.class.to_owned()),
            ("DCB", "NONE".to_owned()),
            ("DCD", "NONE".to_owned()),
            ("DBD", day(self.issue)),
            ("DBB", day(self.birth)),
            ("DBA", expiry),
            ("DBC", sex.to_owned()),
            ("DAU", format!("{:03} in", self.height_in)),
            ("DAY", self.eyes.to_owned()),
            ("DAG", self.street.clone()),
            ("DAI", self.city.clone()),
            ("DAJ", self.state.code.to_owned()),
            ("DAK", format!("{}0000  ", self.zip)),
            ("DCF", self.discriminator.clone()),
            ("DCG", "USA".to_owned()),
            ("DDA", "F".to_owned()),
            ("DDB", "07012020".to_owned()),
        ]
        .map(|(id, value)| format!("{id}{value}"))
        .to_vec()
    }
}

#[cfg(test)]
mod tests {
    use crate::request::{Kind, Request, Variety};
    use crate::{PortraitDetail, flat};
    use identity::aamva;
    use jiff::civil::date;

    fn drawn(seed: u64) -> crate::Flat {
        let plain = Request::new(Kind::DrivingLicenceUs, seed, date(2026, 3, 1));
        let request = Request { variety: Variety::Common, ..plain };
        flat(&request, 2.0, PortraitDetail::Low).unwrap()
    }

    #[test]
    fn a_reader_of_such_barcodes_finds_the_holder_and_no_fault() {
        for seed in 0..20 {
            let drawn = drawn(seed);
            let (person, payload) = (drawn.person.unwrap(), aamva::parse(&drawn.barcode.unwrap()).unwrap());
            assert!(payload.faults.is_empty(), "{seed}: {:?}", payload.faults);
            assert_eq!(payload.element("DAQ"), Some(person.document_number.as_str()));
            let state = payload.issuer().unwrap();
            let number = aamva::licence_number(payload.element("DAJ").unwrap(), &person.document_number);
            assert!(number.is_none_or(|number| number.fits), "{} {}", state.iin, person.document_number);
        }
    }

    #[test]
    fn offsets_and_lengths_lead_to_the_subfiles() {
        for seed in 0..10 {
            let payload = drawn(seed).barcode.unwrap();
            assert!(payload.is_ascii() && payload.starts_with("@\n\u{1e}\rANSI 636"), "{payload:?}");
            for entry in [&payload[21..31], &payload[31..41]] {
                let (name, at, length) = (&entry[..2], &entry[2..6], &entry[6..10]);
                let (at, length): (usize, usize) = (at.parse().unwrap(), length.parse().unwrap());
                let subfile = &payload[at..at + length];
                assert!(subfile.starts_with(name) && subfile.ends_with('\r'), "{entry} {subfile:?}");
            }
        }
    }
}
