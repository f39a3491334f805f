//! Documents that were published as samples: a number or name of theirs on a document says that nobody was issued it.
//!
//! The list is data, `data/specimens.tsv`, with the place of publication beside each entry. It is short on purpose: an
//! entry must be known to belong to no person.

use std::sync::OnceLock;

use crate::{diagnosis::bare, name::transliterate};

/// The most characters of a number or name that is looked up.
const CHARS_MAX: usize = 128;

/// A published sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Specimen {
    /// ICAO code of the issuer, or `*` for any.
    pub issuer: &'static str,
    /// Its number, letters and digits alone; empty where the name alone gives it away.
    pub number: &'static str,
    /// Its holder's name, words apart; empty where the number alone gives it away.
    pub name: &'static str,
    /// Where it was published.
    pub source: &'static str,
}

/// The sample of an issuer with this number.
#[must_use]
pub fn number(issuer: &str, number: &str) -> Option<&'static Specimen> {
    let number: String = bare(&clipped(number)?).into_iter().collect();
    specimens().iter().find(|known| !known.number.is_empty() && of(known, issuer) && known.number == number)
}

/// The sample of an issuer whose holder has this name: every word of the sample's name stands in it.
#[must_use]
pub fn name(issuer: &str, name: &str) -> Option<&'static Specimen> {
    let name = clipped(name)?;
    let words = words(&name);
    let same = |known: &Specimen| self::words(known.name).iter().all(|word| words.contains(word));
    specimens().iter().find(|known| !known.name.is_empty() && of(known, issuer) && same(known))
}

/// Every sample.
pub fn specimens() -> &'static [Specimen] {
    static SPECIMENS: OnceLock<Vec<Specimen>> = OnceLock::new();
    SPECIMENS.get_or_init(|| {
        let lines = include_str!("../data/specimens.tsv").lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(row).collect()
    })
}

fn row(line: &'static str) -> Option<Specimen> {
    let mut columns = line.split('\t').map(|text| if text == "-" { "" } else { text });
    Some(Specimen {
        issuer: columns.next()?,
        number: columns.next()?,
        name: columns.next()?,
        source: columns.next()?,
    })
}

fn of(known: &Specimen, issuer: &str) -> bool {
    let issuer = if issuer == "DEU" { "D" } else { issuer };
    known.issuer == "*" || known.issuer == issuer
}

fn clipped(text: &str) -> Option<String> {
    (text.chars().count() <= CHARS_MAX).then(|| text.to_owned())
}

/// Its words as written and in the letters of a machine-readable zone.
fn words(name: &str) -> Vec<String> {
    let forms = [name.to_uppercase(), transliterate(name)];
    let words = forms.iter().flat_map(|form| form.split(|c: char| !c.is_alphanumeric()));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::country;

    #[test]
    fn every_line_is_an_entry_of_a_known_issuer() {
        let lines =
            include_str!("../data/specimens.tsv").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(specimens().len(), lines);
        let odd = |known: &&Specimen| {
            let of_nobody = known.issuer != "*" && country(known.issuer).is_none();
            let spelled = bare(known.number).into_iter().collect::<String>() != known.number;
            of_nobody
                || spelled
                || (known.number.is_empty() && known.name.is_empty())
                || known.source.is_empty()
        };
        let odd: Vec<_> = specimens().iter().filter(odd).collect();
        assert!(odd.is_empty(), "{odd:?}");
    }

    #[test]
    fn knows_samples_by_number_and_by_name() {
        let numbers = [
            ("UTO", "L898902C3", true),
            ("UTO", "L898902C<", true),
            ("CHN", "L898902C3", false),
            ("CHN", "11010519491231002X", true),
            ("CHN", "110105 19491231 002x", true),
            ("D", "C01X00T47", true),
            ("DEU", "c01x 00t47", true),
            ("D", "C01X00T48", false),
            ("D", "", false),
        ];
        let wrong: Vec<_> =
            numbers.iter().filter(|(issuer, text, want)| number(issuer, text).is_some() != *want).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        let names = [
            ("D", "MUSTERMANN, ERIKA", true),
            ("D", "Erika Mustermann", true),
            ("D", "MUSTERMANN, KARL", false),
            ("FRA", "SPECIMEN, ANNA", true),
            ("USA", "TRAVELER, HAPPY", true),
            ("CHN", "证件样本", true),
            ("CHN", "ZHENGJIAN, YANGBEN", true),
            ("CHN", "张三", false),
            ("", "", false),
        ];
        let wrong: Vec<_> =
            names.iter().filter(|(issuer, text, want)| name(issuer, text).is_some() != *want).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert!(name("D", &"A ".repeat(200)).is_none());
    }
}
