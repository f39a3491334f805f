//! The barcode on the back of North American driving licences and identity cards (AAMVA DL/ID Card Design Standard,
//! annex D).
//!
//! A payload is a header, a directory that says where each subfile begins and how long it is, and the subfiles' elements,
//! one on each line. [`parse`] reads the elements whether or not the directory tells the truth, and says in
//! [`Payload::faults`] what a genuine barcode would not do: makers of false cards seldom count right.
//!
//! Characters are counted as the reader gives them; one that reads bytes as ISO 8859-1 gives one character for each byte.

mod directory;
mod elements;
mod fault;
mod holder;
mod issuer;
mod licence_number;
#[cfg(test)]
mod tests;

pub use directory::Entry;
pub use fault::Fault;
pub use holder::{Address, Holder};
pub use issuer::{Issuer, issuer, issuers};
pub use licence_number::{LicenceNumber, licence_number};

use elements::Element;

/// The most characters of a payload; a PDF417 symbol holds at most 2,710 (ISO/IEC 15438).
pub const PAYLOAD_CHARS_MAX: usize = 4096;

/// Why a text is no such payload at all. It never repeats the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// Longer than [`PAYLOAD_CHARS_MAX`].
    #[error("the text is longer than any barcode of its kind")]
    TooLong,
    /// Neither `ANSI` nor `AAMVA` near the beginning.
    #[error("the text has no header of a driving licence or identity card")]
    NoHeader,
    /// The header's digits are missing or none.
    #[error("the header's issuer and version are no digits")]
    Header,
    /// No element follows the header.
    #[error("the header is followed by no data")]
    NoElements,
}

/// What a payload says.
#[derive(Clone, PartialEq, Eq)]
pub struct Payload {
    /// The issuer's identification number, six digits.
    pub iin: String,
    /// The version of the standard: 1 for 2000, 2 for 2003, 3 for 2005, 4 for 2009, 5 for 2010, 6 for 2011, 7 for 2012,
    /// 8 for 2013, 9 for 2016, 10 for 2020, 11 for 2025.
    pub version: u8,
    /// The jurisdiction's own version; absent in version 1.
    pub jurisdiction_version: Option<u8>,
    /// The directory, as it is written.
    pub directory: Vec<Entry>,
    /// Whose document it is.
    pub holder: Holder,
    /// What a genuine barcode would not do, in a stable order.
    pub faults: Vec<Fault>,
    elements: Vec<Element>,
}

impl Payload {
    /// The value of an element such as `DAQ`, without spaces around it; the first one where it stands twice.
    #[must_use]
    pub fn element(&self, id: &str) -> Option<&str> {
        elements::value(&self.elements, id)
    }

    /// Whose number the header gives; `None` if it is nobody's.
    #[must_use]
    pub fn issuer(&self) -> Option<&'static Issuer> {
        issuer(&self.iin)
    }

    /// Whether it is an identity card rather than a driving licence, by its subfiles.
    #[must_use]
    pub fn is_identity_card(&self) -> bool {
        let has = |kind: &str| self.directory.iter().any(|entry| entry.kind == kind);
        has("ID") && !has("DL")
    }
}

/// It prints no content.
impl std::fmt::Debug for Payload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Payload")
            .field("iin", &self.iin)
            .field("version", &self.version)
            .field("elements", &self.elements.len())
            .field("faults", &self.faults)
            .finish_non_exhaustive()
    }
}

/// Reads a payload.
///
/// # Errors
/// [`ParseError`] where nothing can be read. All else that is wrong is in [`Payload::faults`].
pub fn parse(text: &str) -> Result<Payload, ParseError> {
    let chars: Vec<char> = text.trim_start_matches('\u{feff}').chars().take(PAYLOAD_CHARS_MAX + 1).collect();
    if chars.len() > PAYLOAD_CHARS_MAX {
        return Err(ParseError::TooLong);
    }
    let head = directory::read(&chars)?;
    let elements = elements::read(&chars[head.body..]);
    if elements.is_empty() {
        return Err(ParseError::NoElements);
    }
    let mut faults = head.faults;
    faults.extend(directory::check(&head.entries, &chars, head.start));
    let order = holder::date_order(head.version, &head.iin, &elements);
    let holder = holder::read(&elements, head.version, order, &mut faults);
    faults.extend(fault::of_elements(&elements, head.version, &head.entries));
    faults.extend(fault::of_issuer(&head.iin, holder.jurisdiction.as_deref()));
    Ok(Payload {
        iin: head.iin,
        version: head.version,
        jurisdiction_version: head.jurisdiction_version,
        directory: head.entries,
        holder,
        faults,
        elements,
    })
}
