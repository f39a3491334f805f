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

/// Lays a name out in exactly `width` characters, cut by the rules of Doc 9303-4 §4.2.3 where it is too long.
///
/// Where there is no surname the given names are the primary identifier.
pub(crate) fn fit(surname: &[Vec<char>], given: &[Vec<char>], width: usize) -> Vec<char> {
    let (surname, given) = if surname.is_empty() { (given, surname) } else { (surname, given) };
    let whole = laid_out(surname, given);
    let mut field = if whole.len() <= width { whole } else { cut(surname, given, width) };
    field.resize(width, '<');
    field
}

/// Cuts the surname's words to initials from its end until the given names have a place, then the given names to the
/// rest; what room is left over goes back to the surname, so that the field is full.
fn cut(surname: &[Vec<char>], given: &[Vec<char>], width: usize) -> Vec<char> {
    if given.is_empty() {
        return fill(surname, width);
    }
    let room = width.saturating_sub(3);
    let mut words = surname.to_vec();
    for index in (1..words.len()).rev() {
        if joined_len(&words) > room {
            words[index].truncate(1);
        }
    }
    let mut spare = width.saturating_sub(joined_len(&words) + 2 + joined_len(given));
    for (word, whole) in words.iter_mut().zip(surname) {
        let back = spare.min(whole.len() - word.len());
        word.extend(&whole[word.len()..word.len() + back]);
        spare -= back;
    }
    let field = side_by_side(&words, given, width);
    let longest = words.iter_mut().max_by_key(|word| word.len()).filter(|word| word.len() > 1);
    match longest {
        // The given names are all initials and the cut falls between two: the surname makes room for the second.
        Some(word) if field.last() == Some(&'<') => {
            word.pop();
            side_by_side(&words, given, width)
        }
        _ => field,
    }
}

fn side_by_side(surname: &[Vec<char>], given: &[Vec<char>], width: usize) -> Vec<char> {
    let room = width.saturating_sub(3);
    let mut field = if joined_len(surname) > room { fill(surname, room) } else { join(surname) };
    field.extend(['<', '<']);
    let rest = width - field.len();
    field.extend(fill(given, rest));
    field
}

/// The words in at most `width` characters, ending in a letter where they had to be cut.
fn fill(words: &[Vec<char>], width: usize) -> Vec<char> {
    let mut text = join(words);
    text.truncate(width);
    if text.last() != Some(&'<') {
        return text;
    }
    // The cut falls between two words: shorten the longest word before it by one and show the next one's initial.
    let before = text.split(|&c| c == '<').filter(|word| !word.is_empty()).count();
    let mut words = words.to_vec();
    let longest = (0..before).max_by_key(|&i| words[i].len()).filter(|&i| words[i].len() > 1);
    match longest {
        Some(index) => {
            words[index].pop();
            let mut text = join(&words);
            text.truncate(width);
            text
        }
        None => text,
    }
}

fn laid_out(surname: &[Vec<char>], given: &[Vec<char>]) -> Vec<char> {
    let mut text = join(surname);
    if !given.is_empty() {
        text.extend(['<', '<']);
        text.extend(join(given));
    }
    text
}

fn join(words: &[Vec<char>]) -> Vec<char> {
    words.join(&'<')
}

fn joined_len(words: &[Vec<char>]) -> usize {
    join(words).len()
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
