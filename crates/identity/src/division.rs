//! Administrative divisions of the mainland at and above the county (GB/T 2260), former ones included.

use std::sync::OnceLock;

/// One name of one division.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Division {
    /// Six digits: two of the province, two of the prefecture, two of the county; `00` where there is none.
    pub code: &'static str,
    /// The name, such as `盂县`, without those of the divisions above it.
    pub name: &'static str,
    /// First year under this code and name; `None` is before the table's beginning.
    pub from: Option<i16>,
    /// Last year; `None` while it lasts.
    pub to: Option<i16>,
}

/// How large a division is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Provinces, autonomous regions, municipalities, special regions.
    Province,
    /// Cities and prefectures.
    Prefecture,
    /// Counties, districts, cities of the county's rank.
    County,
}

impl Division {
    /// How large it is, by the zeros of its code.
    #[must_use]
    pub fn level(&self) -> Level {
        match (self.code.ends_with("0000"), self.code.ends_with("00")) {
            (true, _) => Level::Province,
            (false, true) => Level::Prefecture,
            (false, false) => Level::County,
        }
    }
}

/// Every division under every name that it has had, sorted by code.
#[must_use]
pub fn all() -> &'static [Division] {
    static ALL: OnceLock<Vec<Division>> = OnceLock::new();
    ALL.get_or_init(|| include_str!("../data/divisions.tsv").lines().filter_map(row).collect())
}

/// The divisions whose code begins with these digits, sorted by code.
#[must_use]
pub fn below(prefix: &str) -> &'static [Division] {
    let all = all();
    let from = all.partition_point(|division| division.code < prefix);
    let count = all[from..].partition_point(|division| division.code.starts_with(prefix));
    &all[from..from + count]
}

/// The names that a six-digit code has had; empty for a code that never was.
#[must_use]
pub fn named(code: &str) -> &'static [Division] {
    if code.len() == 6 { below(code) } else { &[] }
}

fn row(line: &'static str) -> Option<Division> {
    let mut columns = line.split('\t');
    let (code, name) = (columns.next()?, columns.next()?);
    let mut year = || columns.next().and_then(|year| year.parse().ok());
    Some(Division { code, name, from: year(), to: year() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_whole() {
        let rows =
            include_str!("../data/divisions.tsv").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(all().len(), rows);
        assert!(all().windows(2).all(|pair| pair[0].code <= pair[1].code));
        let fits = |d: &Division| d.code.len() == 6 && d.code.bytes().all(|b| b.is_ascii_digit());
        let wrong: Vec<_> = all().iter().filter(|d| !fits(d) || d.name.chars().count() < 2).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn codes_have_their_names() {
        let names = |code| named(code).iter().map(|division| division.name).collect::<Vec<_>>();
        assert_eq!(names("140322"), ["盂县"]);
        assert_eq!(names("360824"), ["新干县"]);
        assert_eq!(names("410108"), ["邙山区", "惠济区"]);
        assert!(names("990000").is_empty() && names("14032").is_empty() && names("").is_empty());
    }

    #[test]
    fn levels_follow_from_the_code() {
        let level = |code| named(code)[0].level();
        assert_eq!(level("140000"), Level::Province);
        assert_eq!(level("140300"), Level::Prefecture);
        assert_eq!(level("140322"), Level::County);
        assert!(below("1403").len() > 5 && below("1403").iter().all(|d| d.code.starts_with("1403")));
    }
}
