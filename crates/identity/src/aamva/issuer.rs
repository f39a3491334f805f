//! Who issues: the identification numbers of jurisdictions.

use std::sync::OnceLock;

/// A jurisdiction that issues driving licences and identity cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Issuer {
    /// Its identification number, six digits.
    pub iin: &'static str,
    /// Its code: `TX`, `ON`.
    pub jurisdiction: &'static str,
    /// The ICAO code of its country: `USA`, `CAN`, `MEX`.
    pub country: &'static str,
    /// Its name, as its licences print it.
    pub name: &'static str,
}

/// The issuer with this number.
#[must_use]
pub fn issuer(iin: &str) -> Option<&'static Issuer> {
    issuers().iter().find(|issuer| issuer.iin == iin)
}

/// Every issuer, ordered by number.
pub fn issuers() -> &'static [Issuer] {
    static ISSUERS: OnceLock<Vec<Issuer>> = OnceLock::new();
    ISSUERS.get_or_init(|| {
        let lines = include_str!("../../data/iin.tsv").lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(row).collect()
    })
}

fn row(line: &'static str) -> Option<Issuer> {
    let mut columns = line.split('\t');
    Some(Issuer {
        iin: columns.next()?,
        jurisdiction: columns.next()?,
        country: columns.next()?,
        name: columns.next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_an_issuer_and_numbers_are_unique() {
        let lines = include_str!("../../data/iin.tsv").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(issuers().len(), lines);
        let ordered = issuers().windows(2).all(|pair| pair[0].iin < pair[1].iin);
        assert!(ordered && issuers().iter().all(|i| i.iin.len() == 6 && i.country.len() == 3));
        assert_eq!(issuer("636015").map(|i| (i.jurisdiction, i.country)), Some(("TX", "USA")));
        assert_eq!(issuer("636012").map(|i| (i.jurisdiction, i.country)), Some(("ON", "CAN")));
        assert_eq!(issuer("990876"), None);
    }
}
