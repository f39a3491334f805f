//! What the applicant typed, as sent: bounded and readable, or refused with the field's name.

use identity::{
    catalogue::country,
    date::{DateText, parse_printed},
};
use review::case;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::problem::{CLAIMS_INVALID, Problem};

/// Longest name in characters.
const NAME_CHARS_MAX: usize = 200;
/// Longest document number in characters.
const NUMBER_CHARS_MAX: usize = 40;

/// What the applicant typed; every part may be left out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Claims {
    /// The whole name as printed on the document.
    name: Option<String>,
    /// `YYYY-MM-DD`.
    birth_date: Option<String>,
    document_number: Option<String>,
    /// `M`, `F` or `X`.
    sex: Option<String>,
    /// `YYYY-MM-DD`, or `permanent`.
    expiry_date: Option<String>,
    /// ICAO country code, such as `CHN`.
    nationality: Option<String>,
}

impl Claims {
    /// The claims as the core keeps them.
    ///
    /// # Errors
    /// `claims.invalid` with the first field that cannot be read.
    pub(crate) fn read(&self) -> Result<case::Claims, Problem> {
        Ok(case::Claims {
            name: field("name", self.name.as_ref(), |text| bounded(text, NAME_CHARS_MAX))?,
            birth_date: field("birth_date", self.birth_date.as_ref(), |text| date(text, false))?,
            document_number: field("document_number", self.document_number.as_ref(), |text| {
                bounded(text, NUMBER_CHARS_MAX)
            })?,
            sex: field("sex", self.sex.as_ref(), sex)?,
            expiry_date: field("expiry_date", self.expiry_date.as_ref(), |text| date(text, true))?,
            nationality: field("nationality", self.nationality.as_ref(), nationality)?,
        })
    }
}

/// Blank is as good as left out.
fn field(
    name: &str,
    text: Option<&String>,
    read: impl FnOnce(&str) -> Option<String>,
) -> Result<Option<String>, Problem> {
    let Some(text) = text.map(|text| text.trim()).filter(|text| !text.is_empty()) else { return Ok(None) };
    match read(text) {
        Some(value) => Ok(Some(value)),
        None => Err(Problem::new(CLAIMS_INVALID).field(name)),
    }
}

fn bounded(text: &str, chars_max: usize) -> Option<String> {
    let fits = text.chars().count() <= chars_max && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned())
}

fn date(text: &str, permanent: bool) -> Option<String> {
    let short = bounded(text, 30)?;
    let date: DateText = short.parse().ok().or_else(|| parse_printed(&short))?;
    (permanent || date.day().is_some()).then(|| date.to_string())
}

fn sex(text: &str) -> Option<String> {
    let upper = text.to_ascii_uppercase();
    matches!(upper.as_str(), "M" | "F" | "X").then_some(upper)
}

fn nationality(text: &str) -> Option<String> {
    let upper = bounded(text, 3)?.to_ascii_uppercase();
    country(&upper).is_some().then_some(upper)
}
