//! Where each field stands, for every form: spans of characters by line and column, from 0.

use super::types::{CheckField, Format};
use CheckField::{BirthDate, Composite, DocumentNumber, ExpiryDate, OptionalData};

/// A run of characters on one line: `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) line: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A check digit: what it protects, its place, and the characters that it is computed over, in order.
#[derive(Debug)]
pub(crate) struct Digit {
    pub(crate) field: CheckField,
    pub(crate) at: (usize, usize),
    pub(crate) over: &'static [Span],
}

/// How the name stands in the form.
#[derive(Debug)]
pub(crate) enum Names {
    /// Surname, `<<`, given names in one field.
    Together(Span),
    /// The surname and the given names each in a field of its own.
    Apart(Span, Span),
    /// The form has no name.
    Absent,
}

/// The places of a form.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) document_code: Span,
    pub(crate) issuer: Option<Span>,
    pub(crate) number: Span,
    pub(crate) nationality: Option<Span>,
    pub(crate) birth: Span,
    pub(crate) expiry: Option<Span>,
    pub(crate) sex: Option<Span>,
    pub(crate) names: Names,
    pub(crate) optional: &'static [Span],
    pub(crate) digits: &'static [Digit],
    /// Whether a number of more than nine characters runs on in the first optional field.
    pub(crate) number_may_overflow: bool,
}

/// The places of `format`.
pub(crate) fn of(format: Format) -> &'static Layout {
    match format {
        Format::Td1 => &TD1,
        Format::Td2 => &TD2,
        Format::Td3 => &TD3,
        Format::MrvA => &MRV_A,
        Format::MrvB => &MRV_B,
        Format::OneLine => &ONE_LINE,
        Format::FrenchId => &FRENCH_ID,
    }
}

const fn span(line: usize, start: usize, end: usize) -> Span {
    Span { line, start, end }
}

const fn digit(field: CheckField, at: (usize, usize), over: &'static [Span]) -> Digit {
    Digit { field, at, over }
}

/// ICAO 9303-5 §4.2.2.
static TD1: Layout = Layout {
    document_code: span(0, 0, 2),
    issuer: Some(span(0, 2, 5)),
    number: span(0, 5, 14),
    nationality: Some(span(1, 15, 18)),
    birth: span(1, 0, 6),
    expiry: Some(span(1, 8, 14)),
    sex: Some(span(1, 7, 8)),
    names: Names::Together(span(2, 0, 30)),
    optional: &[span(0, 15, 30), span(1, 18, 29)],
    digits: &[
        digit(DocumentNumber, (0, 14), &[span(0, 5, 14)]),
        digit(BirthDate, (1, 6), &[span(1, 0, 6)]),
        digit(ExpiryDate, (1, 14), &[span(1, 8, 14)]),
        digit(Composite, (1, 29), &[span(0, 5, 30), span(1, 0, 7), span(1, 8, 15), span(1, 18, 29)]),
    ],
    number_may_overflow: true,
};

/// ICAO 9303-6 §4.2.2.
static TD2: Layout = Layout {
    document_code: span(0, 0, 2),
    issuer: Some(span(0, 2, 5)),
    number: span(1, 0, 9),
    nationality: Some(span(1, 10, 13)),
    birth: span(1, 13, 19),
    expiry: Some(span(1, 21, 27)),
    sex: Some(span(1, 20, 21)),
    names: Names::Together(span(0, 5, 36)),
    optional: &[span(1, 28, 35)],
    digits: &[
        digit(DocumentNumber, (1, 9), &[span(1, 0, 9)]),
        digit(BirthDate, (1, 19), &[span(1, 13, 19)]),
        digit(ExpiryDate, (1, 27), &[span(1, 21, 27)]),
        digit(Composite, (1, 35), &[span(1, 0, 10), span(1, 13, 20), span(1, 21, 35)]),
    ],
    number_may_overflow: true,
};

/// ICAO 9303-4 §4.2.2.
static TD3: Layout = Layout {
    document_code: span(0, 0, 2),
    issuer: Some(span(0, 2, 5)),
    number: span(1, 0, 9),
    nationality: Some(span(1, 10, 13)),
    birth: span(1, 13, 19),
    expiry: Some(span(1, 21, 27)),
    sex: Some(span(1, 20, 21)),
    names: Names::Together(span(0, 5, 44)),
    optional: &[span(1, 28, 42)],
    digits: &[
        digit(DocumentNumber, (1, 9), &[span(1, 0, 9)]),
        digit(BirthDate, (1, 19), &[span(1, 13, 19)]),
        digit(ExpiryDate, (1, 27), &[span(1, 21, 27)]),
        digit(OptionalData, (1, 42), &[span(1, 28, 42)]),
        digit(Composite, (1, 43), &[span(1, 0, 10), span(1, 13, 20), span(1, 21, 43)]),
    ],
    number_may_overflow: false,
};

/// ICAO 9303-7 §4.2.2: no composite digit.
static MRV_A: Layout = Layout {
    document_code: span(0, 0, 2),
    issuer: Some(span(0, 2, 5)),
    number: span(1, 0, 9),
    nationality: Some(span(1, 10, 13)),
    birth: span(1, 13, 19),
    expiry: Some(span(1, 21, 27)),
    sex: Some(span(1, 20, 21)),
    names: Names::Together(span(0, 5, 44)),
    optional: &[span(1, 28, 44)],
    digits: VISA_DIGITS,
    number_may_overflow: false,
};

/// ICAO 9303-7 §5.2.2: no composite digit.
static MRV_B: Layout = Layout {
    document_code: span(0, 0, 2),
    issuer: Some(span(0, 2, 5)),
    number: span(1, 0, 9),
    nationality: Some(span(1, 10, 13)),
    birth: span(1, 13, 19),
    expiry: Some(span(1, 21, 27)),
    sex: Some(span(1, 20, 21)),
    names: Names::Together(span(0, 5, 36)),
    optional: &[span(1, 28, 36)],
    digits: VISA_DIGITS,
    number_may_overflow: false,
};

const VISA_DIGITS: &[Digit] = &[
    digit(DocumentNumber, (1, 9), &[span(1, 0, 9)]),
    digit(BirthDate, (1, 19), &[span(1, 13, 19)]),
    digit(ExpiryDate, (1, 27), &[span(1, 21, 27)]),
];

/// The form of the mainland's exit-entry permits; GA/T 704.16-2015 is normative, the places come from its users.
static ONE_LINE: Layout = Layout {
    document_code: span(0, 0, 2),
    issuer: None,
    number: span(0, 2, 11),
    nationality: None,
    birth: span(0, 21, 27),
    expiry: Some(span(0, 13, 19)),
    sex: None,
    names: Names::Absent,
    optional: &[],
    digits: &[
        digit(DocumentNumber, (0, 11), &[span(0, 2, 11)]),
        digit(ExpiryDate, (0, 19), &[span(0, 13, 19)]),
        digit(BirthDate, (0, 27), &[span(0, 21, 27)]),
        digit(Composite, (0, 29), &[span(0, 2, 12), span(0, 13, 20), span(0, 21, 28)]),
    ],
    number_may_overflow: false,
};

/// The French identity card of 1988 (décret 55-1397 and its later forms), which is not an ICAO form.
static FRENCH_ID: Layout = Layout {
    document_code: span(0, 0, 2),
    issuer: Some(span(0, 2, 5)),
    number: span(1, 0, 12),
    nationality: None,
    birth: span(1, 27, 33),
    expiry: None,
    sex: Some(span(1, 34, 35)),
    names: Names::Apart(span(0, 5, 30), span(1, 13, 27)),
    optional: &[span(0, 30, 36)],
    digits: &[
        digit(DocumentNumber, (1, 12), &[span(1, 0, 12)]),
        digit(BirthDate, (1, 33), &[span(1, 27, 33)]),
        digit(Composite, (1, 35), &[span(0, 0, 36), span(1, 0, 35)]),
    ],
    number_may_overflow: false,
};
