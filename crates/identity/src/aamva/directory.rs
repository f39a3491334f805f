//! Header and directory: where a payload says that its parts are.

use super::{Fault, ParseError};

/// The separators that open every payload: compliance indicator, data element, record, segment.
const PREFIX: [char; 4] = ['@', '\n', '\u{1e}', '\r'];
/// The file types of the header: the current one, and that of the standard of 2000.
const FILE_TYPES: [&str; 2] = ["ANSI ", "AAMVA"];
/// How far into the text the file type is looked for.
const FILE_TYPE_WITHIN: usize = 24;
/// The most subfiles that the directory can announce; real ones have one to four.
const ENTRIES_MAX: usize = 20;
const ENTRY_CHARS: usize = 10;

/// One subfile as the directory announces it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// `DL`, `ID`, `EN`, or `Z` and a letter for the jurisdiction's own.
    pub kind: String,
    /// Where it begins, in characters from the `@`.
    pub offset: usize,
    /// How long it is, in characters.
    pub length: usize,
}

impl Entry {
    fn end(&self) -> usize {
        self.offset + self.length
    }
}

/// Header and directory as read.
pub(super) struct Head {
    pub iin: String,
    pub version: u8,
    pub jurisdiction_version: Option<u8>,
    pub entries: Vec<Entry>,
    /// The place that offsets count from.
    pub start: usize,
    /// The first character behind the directory.
    pub body: usize,
    pub faults: Vec<Fault>,
}

pub(super) fn read(chars: &[char]) -> Result<Head, ParseError> {
    let at = file_type(chars).ok_or(ParseError::NoHeader)?;
    let digits = |from: usize, count: usize| digits(chars, at + 5 + from, count);
    let iin = digits(0, 6).ok_or(ParseError::Header)?;
    let version = digits(6, 2).and_then(|text| text.parse().ok()).ok_or(ParseError::Header)?;
    let mut next = 8;
    let jurisdiction_version =
        if version > 1 { digits(next, 2).and_then(|text| text.parse().ok()) } else { None };
    next += if version > 1 { 2 } else { 0 };
    let count =
        digits(next, 2).and_then(|text| text.parse::<usize>().ok()).filter(|n| (1..=ENTRIES_MAX).contains(n));
    next += if count.is_some() { 2 } else { 0 };
    let first = at + 5 + next;
    let mut faults = Vec::new();
    if !chars[..at].ends_with(&PREFIX) {
        faults.push(Fault::Prefix);
    }
    let entries: Option<Vec<Entry>> =
        count.and_then(|count| (0..count).map(|i| entry(chars, first + i * ENTRY_CHARS)).collect());
    if entries.is_none() {
        faults.push(Fault::Directory);
    }
    let body = first + entries.as_ref().map_or(0, |entries| entries.len() * ENTRY_CHARS);
    let start = chars[..at].iter().rposition(|c| *c == '@').unwrap_or(0);
    let entries = entries.unwrap_or_default();
    Ok(Head { iin, version, jurisdiction_version, entries, start, body: body.min(chars.len()), faults })
}

fn file_type(chars: &[char]) -> Option<usize> {
    let at = |from: usize, word: &str| chars[from..].iter().copied().take(5).eq(word.chars());
    (0..chars.len().min(FILE_TYPE_WITHIN)).find(|from| FILE_TYPES.iter().any(|word| at(*from, word)))
}

fn digits(chars: &[char], from: usize, count: usize) -> Option<String> {
    let part = chars.get(from..from.checked_add(count)?)?;
    part.iter().all(char::is_ascii_digit).then(|| part.iter().collect())
}

fn entry(chars: &[char], from: usize) -> Option<Entry> {
    let kind = chars.get(from..from + 2)?;
    let number = |at: usize| digits(chars, at, 4).and_then(|text| text.parse().ok());
    let named = kind.iter().all(char::is_ascii_uppercase);
    named.then_some(Entry {
        kind: kind.iter().collect(),
        offset: number(from + 2)?,
        length: number(from + 6)?,
    })
}

/// Whether each subfile is where the directory says.
pub(super) fn check(entries: &[Entry], chars: &[char], start: usize) -> Vec<Fault> {
    let size = chars.len() - start;
    let mut faults: Vec<Fault> =
        entries.iter().filter_map(|entry| misplaced(entry, &chars[start..], size)).collect();
    for (i, a) in entries.iter().enumerate() {
        let over = |b: &&Entry| a.offset < b.end() && b.offset < a.end();
        let overlap = |b: &Entry| Fault::Overlap { subfile: a.kind.clone(), other: b.kind.clone() };
        faults.extend(entries[i + 1..].iter().filter(over).map(overlap));
    }
    faults
}

fn misplaced(entry: &Entry, chars: &[char], size: usize) -> Option<Fault> {
    let Entry { kind, offset, length } = entry;
    let subfile = kind.clone();
    if *offset >= size {
        return Some(Fault::OffsetOutOfRange { subfile, offset: *offset, size });
    }
    if !chars[*offset..].iter().copied().take(2).eq(kind.chars()) {
        return Some(Fault::Designator { subfile, offset: *offset });
    }
    if entry.end() > size {
        return Some(Fault::Length { subfile, end: entry.end(), size });
    }
    let last = length.checked_sub(1).and_then(|last| chars.get(offset + last));
    (last != Some(&'\r')).then_some(Fault::Terminator { subfile, end: entry.end() })
}
