//! The name field: cut into surname and given names.

/// The surname, the given names, and whether the field is full, so that something may be missing.
pub(crate) struct NameParts {
    pub(crate) surname: String,
    pub(crate) given_names: String,
    pub(crate) truncated: bool,
}

/// Cuts a field `SURNAME<<GIVEN<NAMES<<<`; the last character other than a filler means that it may be cut off.
pub(crate) fn together(field: &str) -> NameParts {
    let truncated = !field.ends_with('<');
    let (surname, given) = match field.strip_prefix("<<") {
        Some(rest) => ("", rest),
        None => field.split_once("<<").unwrap_or((field, "")),
    };
    NameParts { surname: words(surname), given_names: words(given), truncated }
}

/// Reads a surname field and a field of given names.
pub(crate) fn apart(surname: &str, given: &str) -> NameParts {
    let truncated = !surname.ends_with('<') || !given.ends_with('<');
    NameParts { surname: words(surname), given_names: words(given), truncated }
}

/// The parts of a form without a name.
pub(crate) fn absent() -> NameParts {
    NameParts { surname: String::new(), given_names: String::new(), truncated: false }
}

/// The words between fillers, separated by one space.
pub(crate) fn words(field: &str) -> String {
    field.split('<').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_names_as_the_standard_prints_them() {
        let rows = [
            ("ERIKSSON<<ANNA<MARIA<<<", "ERIKSSON", "ANNA MARIA", false),
            ("VAN<DER<MUELLEN<<FRITS<<", "VAN DER MUELLEN", "FRITS", false),
            ("ARKFREITH<<<<<<", "ARKFREITH", "", false),
            ("<<MUSTERMANN<<ERIKA<<", "", "MUSTERMANN ERIKA", false),
            ("CACADOR<DE<ARAUJO<<ANDRE<ESTEV", "CACADOR DE ARAUJO", "ANDRE ESTEV", true),
            ("<<<<", "", "", false),
            ("", "", "", true),
        ];
        for (field, surname, given, truncated) in rows {
            let parts = together(field);
            assert_eq!((parts.surname.as_str(), parts.given_names.as_str()), (surname, given), "{field}");
            assert_eq!(parts.truncated, truncated, "{field}");
        }
    }
}
