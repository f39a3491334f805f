//! The codes that stand for issuers and nationalities (ICAO Doc 9303-3 §5).

use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// What a code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CountryKind {
    /// A state, former ones included.
    State,
    /// A territory or region.
    Region,
    /// An organisation that issues travel documents.
    Organisation,
    /// A status in place of a nationality: stateless persons, refugees, British nationals other than citizens.
    Special,
    /// `UTO`, and `IAO`, with which ICAO signs lists: no real document carries them.
    Specimen,
}

/// An issuer or nationality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Country {
    /// The code on documents, one to three letters: `D`, `CHN`, `GBD`.
    pub code: &'static str,
    /// The ISO 3166-1 alpha-2 code, if it has one.
    pub alpha2: Option<&'static str>,
    /// What the code stands for.
    pub kind: CountryKind,
    /// The English name.
    pub name_en: &'static str,
    /// The name in simplified Chinese.
    pub name_zh_hans: &'static str,
    /// The name in traditional Chinese.
    pub name_zh_hant: &'static str,
}

/// The entry of a code in capitals; Germany also answers to `DEU`. `None` if the code does not exist.
pub fn country(code: &str) -> Option<&'static Country> {
    let code = if code == "DEU" { "D" } else { code };
    let all = countries();
    all.binary_search_by(|country| country.code.cmp(code)).ok().map(|index| &all[index])
}

/// Every entry, ordered by code.
pub fn countries() -> &'static [Country] {
    static COUNTRIES: OnceLock<Vec<Country>> = OnceLock::new();
    COUNTRIES.get_or_init(|| {
        let lines = include_str!("../../data/countries.tsv").lines();
        let mut countries: Vec<Country> =
            lines.filter(|line| !line.starts_with('#')).filter_map(row).collect();
        countries.sort_by_key(|country| country.code);
        countries
    })
}

fn row(line: &'static str) -> Option<Country> {
    let mut columns = line.split('\t');
    Some(Country {
        code: columns.next()?,
        alpha2: columns.next().filter(|code| !code.is_empty()),
        kind: kind(columns.next()?)?,
        name_en: columns.next()?,
        name_zh_hans: columns.next()?,
        name_zh_hant: columns.next()?,
    })
}

fn kind(word: &str) -> Option<CountryKind> {
    match word {
        "state" => Some(CountryKind::State),
        "region" => Some(CountryKind::Region),
        "organisation" => Some(CountryKind::Organisation),
        "special" => Some(CountryKind::Special),
        "specimen" => Some(CountryKind::Specimen),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_an_entry_and_every_code_is_unique() {
        let lines =
            include_str!("../../data/countries.tsv").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(countries().len(), lines);
        let twice: Vec<_> = countries().windows(2).filter(|pair| pair[0].code == pair[1].code).collect();
        assert!(twice.is_empty(), "{twice:?}");
        let odd = |c: &&Country| {
            let names = [c.name_en, c.name_zh_hans, c.name_zh_hant];
            !matches!(c.code.len(), 1 | 3) || names.iter().any(|name| name.trim() != *name || name.is_empty())
        };
        let odd: Vec<_> = countries().iter().filter(odd).collect();
        assert!(odd.is_empty(), "{odd:?}");
    }

    #[test]
    fn knows_the_codes_of_the_standard() {
        let rows = [
            ("CHN", "China", "中国", "中國", CountryKind::State),
            ("D", "Germany", "德国", "德國", CountryKind::State),
            ("DEU", "Germany", "德国", "德國", CountryKind::State),
            ("HKG", "Hong Kong SAR", "中国香港", "中國香港", CountryKind::Region),
            (
                "GBD",
                "British Overseas Territories Citizen",
                "英国海外领土公民",
                "英國海外領土公民",
                CountryKind::Special,
            ),
            ("UNO", "United Nations", "联合国", "聯合國", CountryKind::Organisation),
            ("UTO", "Utopia", "乌托邦", "烏托邦", CountryKind::Specimen),
        ];
        for (code, en, hans, hant, kind) in rows {
            let found = country(code).unwrap_or_else(|| panic!("{code} is missing"));
            assert_eq!(
                (found.name_en, found.name_zh_hans, found.name_zh_hant, found.kind),
                (en, hans, hant, kind)
            );
        }
        let kinds: [(CountryKind, &[&str]); 3] = [
            (CountryKind::Special, &["XXA", "XXB", "XXC", "XXX", "UNK", "GBD", "GBN", "GBO", "GBP", "GBS"]),
            (
                CountryKind::Organisation,
                &[
                    "EUE", "UNO", "UNA", "XOM", "XPO", "XCC", "XCE", "XCO", "XEC", "XMP", "XBA", "XIM",
                    "XES", "XDC",
                ],
            ),
            (CountryKind::Specimen, &["UTO", "IAO"]),
        ];
        for (kind, codes) in kinds {
            let other: Vec<_> =
                codes.iter().filter(|code| country(code).map(|c| c.kind) != Some(kind)).collect();
            assert!(other.is_empty(), "{kind:?}: {other:?}");
            let all = countries().iter().filter(|country| country.kind == kind).count();
            assert_eq!(all, codes.len(), "{kind:?}");
        }
        // Withdrawn from ISO 3166 and still on documents, and one that is not of ISO.
        for code in ["ANT", "NTZ", "YUG", "SCG", "ROM", "ZIM", "RKS"] {
            assert!(country(code).is_some(), "{code} is missing");
        }
        let of_iso =
            countries().iter().filter(|c| matches!(c.kind, CountryKind::State | CountryKind::Region));
        let alpha2: std::collections::BTreeSet<&str> = of_iso.filter_map(|country| country.alpha2).collect();
        // ISO 3166-1 has 249; Kosovo's XK and what was withdrawn come on top.
        assert!(alpha2.len() >= 250, "{}", alpha2.len());
        for code in ["", "ZZZ", "chn", "UT0"] {
            assert!(country(code).is_none(), "{code} does not exist");
        }
    }
}
