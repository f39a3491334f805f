//! The forms that a jurisdiction gives its licence numbers.

use std::sync::OnceLock;

/// The most characters of a number that is looked at; the standard allows 25.
const NUMBER_CHARS_MAX: usize = 32;

/// Whether a number has one of its jurisdiction's forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LicenceNumber {
    /// Whether it fits one of them.
    pub fits: bool,
    /// The forms: `@` a letter, `#` a digit, `*` a letter, digit or asterisk, `{n,m}` a count, a space between forms.
    pub forms: &'static str,
}

/// Holds a number against the forms of a jurisdiction such as `TX`; `None` where none is documented.
///
/// Spaces and hyphens do not count. The forms come from lists that are no statute (`data/licence_numbers.tsv` names them).
#[must_use]
pub fn licence_number(jurisdiction: &str, number: &str) -> Option<LicenceNumber> {
    let (_, forms) = table().iter().find(|(code, _)| *code == jurisdiction)?;
    let bare = number.chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_uppercase);
    let bare: Vec<char> = bare.take(NUMBER_CHARS_MAX + 1).collect();
    let fits = bare.len() <= NUMBER_CHARS_MAX && forms.split(' ').any(|form| fits(&signs(form), &bare));
    Some(LicenceNumber { fits, forms })
}

fn table() -> &'static [(&'static str, &'static str)] {
    static TABLE: OnceLock<Vec<(&'static str, &'static str)>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let lines =
            include_str!("../../data/licence_numbers.tsv").lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(|line| line.split_once('\t')).collect()
    })
}

/// A sign with how often it stands at the least and at the most.
struct Sign {
    sign: char,
    least: usize,
    most: usize,
}

fn signs(form: &str) -> Vec<Sign> {
    let mut signs = Vec::new();
    let mut rest = form;
    while let Some(sign) = rest.chars().next() {
        rest = &rest[sign.len_utf8()..];
        let counted = rest.strip_prefix('{').and_then(|tail| tail.split_once('}'));
        let (least, most) = counted.map_or(Some((1, 1)), |(count, _)| counts(count)).unwrap_or((1, 1));
        rest = counted.map_or(rest, |(_, tail)| tail);
        signs.push(Sign { sign, least, most });
    }
    signs
}

fn counts(text: &str) -> Option<(usize, usize)> {
    let (least, most) = text.split_once(',').unwrap_or((text, text));
    Some((least.parse().ok()?, most.parse().ok()?))
}

/// Whether the signs can stand for exactly these characters.
fn fits(signs: &[Sign], number: &[char]) -> bool {
    let Some((first, rest)) = signs.split_first() else { return number.is_empty() };
    let run = number.iter().take(first.most).take_while(|c| stands_for(first.sign, **c)).count();
    (first.least..=run).any(|count| fits(rest, &number[count..]))
}

fn stands_for(sign: char, c: char) -> bool {
    match sign {
        '@' => c.is_ascii_uppercase(),
        '#' => c.is_ascii_digit(),
        '*' => c.is_ascii_uppercase() || c.is_ascii_digit() || c == '*',
        other => c == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aamva::issuers;

    #[test]
    fn holds_numbers_against_the_forms() {
        let rows = [
            ("TX", "12345678", Some(true)),
            ("TX", "1234567890", Some(false)),
            ("CA", "F1234567", Some(true)),
            ("CA", "f123-4567", Some(true)),
            ("CA", "12345678", Some(false)),
            ("MD", "S-512-887-236-780", Some(true)),
            ("MO", "X123456R", Some(true)),
            ("MO", "X123456S", Some(false)),
            ("WA", "SMITH*A504K9", Some(true)),
            ("WA", "SMITHA", Some(false)),
            ("WV", "AB12345", Some(true)),
            ("ON", "S9244-43879-65702", Some(true)),
            ("TX", "", Some(false)),
            ("YT", "123456", None),
            ("", "1", None),
        ];
        let read = |place, number| licence_number(place, number).map(|verdict| verdict.fits);
        let wrong: Vec<_> =
            rows.iter().filter(|(place, number, want)| read(place, number) != *want).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn every_form_is_of_an_issuer_and_is_whole() {
        let lines =
            include_str!("../../data/licence_numbers.tsv").lines().filter(|line| !line.starts_with('#'));
        assert_eq!(table().len(), lines.count());
        for (code, forms) in table() {
            assert!(issuers().iter().any(|issuer| issuer.jurisdiction == *code), "{code}");
            let whole = forms.split(' ').flat_map(signs).all(|sign| {
                (1..=sign.most).contains(&sign.least)
                    && (sign.sign.is_ascii_uppercase() || "@#*".contains(sign.sign))
            });
            assert!(whole, "{code}: {forms}");
        }
    }
}
