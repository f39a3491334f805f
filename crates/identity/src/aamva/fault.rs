//! What a genuine barcode would not do.

use std::{collections::BTreeSet, fmt};

use super::{Entry, elements::Element, issuer};

/// Something that the standard does not allow, or that does not fit together. It repeats nothing personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The header does not begin with `@`, line feed, record separator, carriage return.
    Prefix,
    /// The directory's numbers cannot be read.
    Directory,
    /// A subfile would begin behind the payload's end.
    OffsetOutOfRange {
        /// Its designator.
        subfile: String,
        /// Where it should begin, in characters.
        offset: usize,
        /// How long the payload is.
        size: usize,
    },
    /// Something else stands where a subfile should begin.
    Designator {
        /// Its designator.
        subfile: String,
        /// Where it should begin, in characters.
        offset: usize,
    },
    /// A subfile would end behind the payload's end: it is cut off, or its length is wrong.
    Length {
        /// Its designator.
        subfile: String,
        /// Where it should end, in characters.
        end: usize,
        /// How long the payload is.
        size: usize,
    },
    /// A subfile does not end with a carriage return where its length says.
    Terminator {
        /// Its designator.
        subfile: String,
        /// Where it should end, in characters.
        end: usize,
    },
    /// Two subfiles lie over each other.
    Overlap {
        /// The designator of one.
        subfile: String,
        /// The designator of the other.
        other: String,
    },
    /// There is neither a `DL` nor an `ID` subfile.
    NoSubfile,
    /// An element stands twice with different values.
    ElementTwice(String),
    /// An element that this version makes mandatory is missing.
    ElementMissing(&'static str),
    /// A date is none, or is written in another country's order.
    Date(&'static str),
    /// The issuer's number is nobody's.
    UnknownIssuer {
        /// It.
        iin: String,
    },
    /// The issuer's number belongs to another jurisdiction than the address.
    IssuerMismatch {
        /// Whose number it is.
        issuer: &'static str,
        /// The jurisdiction that the elements give.
        jurisdiction: String,
    },
}

impl Fault {
    /// The stable word for records: `prefix`, `directory`, `offset_out_of_range` and so on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Fault::Prefix => "prefix",
            Fault::Directory => "directory",
            Fault::OffsetOutOfRange { .. } => "offset_out_of_range",
            Fault::Designator { .. } => "designator",
            Fault::Length { .. } => "length",
            Fault::Terminator { .. } => "terminator",
            Fault::Overlap { .. } => "overlap",
            Fault::NoSubfile => "no_subfile",
            Fault::ElementTwice(_) => "element_twice",
            Fault::ElementMissing(_) => "element_missing",
            Fault::Date(_) => "date",
            Fault::UnknownIssuer { .. } => "unknown_issuer",
            Fault::IssuerMismatch { .. } => "issuer_mismatch",
        }
    }

    /// Whether it is about who issued the document rather than about the payload's form.
    #[must_use]
    pub fn is_about_issuer(&self) -> bool {
        matches!(self, Fault::UnknownIssuer { .. } | Fault::IssuerMismatch { .. })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Prefix => f.write_str("the separators before the header are not the standard's"),
            Fault::Directory => f.write_str("the directory cannot be read"),
            Fault::OffsetOutOfRange { subfile, offset, size } => {
                write!(f, "{subfile} should begin at {offset}, the payload has {size} characters")
            }
            Fault::Designator { subfile, offset } => write!(f, "{subfile} does not begin at {offset}"),
            Fault::Length { subfile, end, size } => {
                write!(f, "{subfile} should end at {end}, the payload has {size} characters")
            }
            Fault::Terminator { subfile, end } => write!(f, "{subfile} does not end at {end}"),
            Fault::Overlap { subfile, other } => write!(f, "{subfile} and {other} lie over each other"),
            Fault::NoSubfile => f.write_str("there is neither a DL nor an ID subfile"),
            Fault::ElementTwice(id) => write!(f, "{id} stands twice with different values"),
            Fault::ElementMissing(id) => write!(f, "{id} is missing"),
            Fault::Date(id) => write!(f, "{id} is no date in the issuer's order"),
            Fault::UnknownIssuer { iin } => write!(f, "the issuer's number {iin} is nobody's"),
            Fault::IssuerMismatch { issuer, jurisdiction } => {
                write!(f, "the issuer's number is that of {issuer}, the address is in {jurisdiction}")
            }
        }
    }
}

/// Elements that every card must have: annex D of each version, tables D.3 (2005 on), without those that only driving
/// licences have and those that may stand empty.
const MANDATORY_2000: [&str; 8] = ["DAA", "DAG", "DAI", "DAJ", "DAQ", "DBA", "DBB", "DBD"];
const MANDATORY_2003: [&str; 12] =
    ["DBA", "DCS", "DBD", "DBB", "DBC", "DAY", "DAU", "DAG", "DAI", "DAJ", "DAQ", "DCG"];
const MANDATORY_2009: [&str; 16] = [
    "DBA", "DCS", "DAC", "DBD", "DBB", "DBC", "DAY", "DAU", "DAG", "DAI", "DAJ", "DAK", "DAQ", "DCF", "DCG",
    "DDE",
];

/// The elements that a version makes mandatory for licences and identity cards alike.
fn mandatory(version: u8) -> &'static [&'static str] {
    match version {
        0 | 1 => &MANDATORY_2000,
        2 | 3 => &MANDATORY_2003,
        _ => &MANDATORY_2009,
    }
}

/// Missing elements, contradicting ones, and no subfile of the standard.
pub(super) fn of_elements(elements: &[Element], version: u8, entries: &[Entry]) -> Vec<Fault> {
    let own = |entry: &Entry| matches!(entry.kind.as_str(), "DL" | "ID");
    let mut faults = Vec::new();
    if !entries.is_empty() && !entries.iter().any(own) {
        faults.push(Fault::NoSubfile);
    }
    faults.extend(twice(elements).into_iter().map(|id| Fault::ElementTwice(id.to_owned())));
    let there = |id: &str| elements.iter().any(|element| element.id == id);
    faults.extend(mandatory(version).iter().filter(|id| !there(id)).map(|id| Fault::ElementMissing(id)));
    faults
}

fn twice(elements: &[Element]) -> BTreeSet<&str> {
    let other = |a: &&Element| elements.iter().any(|b| a.id == b.id && a.value != b.value);
    elements.iter().filter(other).map(|element| element.id.as_str()).collect()
}

/// Whether the issuer exists and issues for the jurisdiction of the address.
pub(super) fn of_issuer(iin: &str, jurisdiction: Option<&str>) -> Option<Fault> {
    let Some(issuer) = issuer(iin) else { return Some(Fault::UnknownIssuer { iin: iin.to_owned() }) };
    let jurisdiction = jurisdiction?;
    (jurisdiction != issuer.jurisdiction).then(|| Fault::IssuerMismatch {
        issuer: issuer.jurisdiction,
        jurisdiction: jurisdiction.chars().take(3).collect(),
    })
}
