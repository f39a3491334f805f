//! Names in the letters of machine-readable zones (ICAO Doc 9303-3 §6).

use std::collections::HashMap;
use std::sync::OnceLock;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// How many ways of writing a letter the comparison tries.
pub(crate) const FORMS: usize = 3;

/// A name in capital letters A–Z as Doc 9303-3 §6 writes them.
///
/// Hyphens, commas, middle dots and fillers become one space, apostrophes and full stops vanish. Characters without a
/// rule, Chinese ones for example, stay as they are.
pub fn transliterate(text: &str) -> String {
    form(text, 0)
}

/// The name with the `index`th way of writing each letter that has so many, otherwise the last way that it has.
pub(crate) fn form(text: &str, index: usize) -> String {
    let text: String = text.chars().filter(|c| !silent(*c)).collect();
    let mut out = String::with_capacity(text.len());
    for c in text.nfkc().flat_map(char::to_uppercase).filter(|c| !silent(*c)) {
        match letter(c, index) {
            Letter::Ascii(c) | Letter::Foreign(c) => out.push(c),
            Letter::Known(form) => out.push_str(form),
            Letter::Doubling => out.extend(out.chars().last()),
            Letter::Separator => out.push(' '),
            Letter::Mark => {}
        }
    }
    out.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

enum Letter {
    Ascii(char),
    Known(&'static str),
    Foreign(char),
    /// The Arabic shadda, which doubles the letter before it.
    Doubling,
    Separator,
    Mark,
}

fn letter(c: char, index: usize) -> Letter {
    if c.is_ascii_alphanumeric() {
        return Letter::Ascii(c);
    }
    if separates(c) {
        return Letter::Separator;
    }
    if let Some(forms) = table().get(&c) {
        return Letter::Known(forms[index.min(forms.len() - 1)]);
    }
    if c == '\u{651}' {
        return Letter::Doubling;
    }
    if is_combining_mark(c) || variation_selector(c) {
        return Letter::Mark;
    }
    let mut parts = [c].into_iter().nfd();
    match parts.next() {
        Some(base) if base != c && base.is_ascii_alphabetic() && parts.all(is_combining_mark) => {
            Letter::Ascii(base)
        }
        _ => Letter::Foreign(c),
    }
}

/// Apostrophes and full stops: omitted without a filler (Doc 9303-3 §4.6).
fn silent(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | 'ʹ' | '′' | '`' | '´' | '＇' | '.' | '．')
}

fn separates(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '<' | ',' | '/' | '-' | '‐'..='―' | '−' | '·' | '•' | '‧' | '・' | '･' | '∙' | '⋅')
}

fn variation_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{200b}'..='\u{200f}' | '\u{feff}')
}

type Forms = Vec<&'static str>;

fn table() -> &'static HashMap<char, Forms> {
    static TABLE: OnceLock<HashMap<char, Forms>> = OnceLock::new();
    TABLE.get_or_init(|| include_str!("../../data/transliteration.tsv").lines().filter_map(row).collect())
}

fn row(line: &'static str) -> Option<(char, Forms)> {
    let mut columns = line.split('\t');
    let letter = columns.next()?.chars().next().filter(|c| *c != '#')?;
    let first = columns.next()?;
    let others = columns.next().unwrap_or_default().split(',').filter(|form| !form.is_empty());
    Some((letter, [first].into_iter().chain(others).map(|form| form.trim_matches('-')).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_names_as_the_tables_say() {
        let rows = [
            ("Müller-Lüdenscheidt", "MUELLER LUEDENSCHEIDT"),
            ("Þuríður Ösp", "THURIDUR OESP"),
            ("O'Connor, Enya", "OCONNOR ENYA"),
            ("Núñez", "NUNEZ"),
            ("Nu\u{301}n\u{303}ez", "NUNEZ"),
            ("Straße", "STRASSE"),
            ("Øystein Åsen", "OEYSTEIN AASEN"),
            ("Nguyễn Thị Ánh", "NGUYEN THI ANH"),
            ("Юлия Щеглова", "IULIIA SHCHEGLOVA"),
            ("محمّد", "MXHMMD"),
            ("Ｚｈａｎｇ　Ｓａｎ", "ZHANG SAN"),
            ("İpek Işık", "IPEK ISIK"),
            ("VAN<DER<MUELLEN<<FRITS<<<", "VAN DER MUELLEN FRITS"),
            ("买买提·艾力", "买买提 艾力"),
            ("", ""),
        ];
        let wrong: Vec<_> = rows
            .iter()
            .map(|(text, want)| (transliterate(text), want))
            .filter(|(got, want)| got != *want)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn every_row_of_the_table_is_read() {
        let rows = include_str!("../../data/transliteration.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .count();
        assert_eq!(table().len(), rows, "a letter is listed twice or a row is malformed");
        assert!(table().values().all(|forms| forms.len() <= FORMS));
    }
}
