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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_taken_is_bounded_and_readable(text in "\\PC{0,60}|[0-9]{1,4}[-./年][0-9]{1,2}[-./月][0-9]{1,2}日?") {
            for permanent in [false, true] {
                if let Some(date) = date(&text, permanent) {
                    prop_assert_eq!(date.parse::<DateText>().map(|date| date.to_string()).ok(), Some(date));
                }
            }
            prop_assert!(sex(&text).is_none_or(|sex| sex.len() == 1));
            prop_assert!(nationality(&text).is_none_or(|code| country(&code).is_some()));
            prop_assert!(bounded(&text, 40).is_none_or(|text| text.chars().count() <= 40));
        }
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (text, read) in [
            ("1974-08-12", Some("1974-08-12")),
            ("1974.08.12", Some("1974-08-12")),
            ("1984年1月2日", Some("1984-01-02")),
            ("1974-02-30", None),
            ("permanent", None),
        ] {
            assert_eq!(date(text, false).as_deref(), read, "{text}");
        }
        assert_eq!(date("permanent", true).as_deref(), Some("permanent"));
    }
}
