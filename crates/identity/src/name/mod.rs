//! Names compared by what they mean: case, order of words, marks, fillers and truncation aside.

mod han;
mod transliterate;

pub use crate::diagnosis::{Agreement, Diagnosis};
pub use han::is_han;
pub use transliterate::transliterate;

use crate::diagnosis::{of_spelling, one_character, transposed, zero};
use crate::mrz::Mrz;
use transliterate::{FORMS, form};

/// The most characters of a name that is compared; longer texts never agree.
pub const NAME_CHARS_MAX: usize = 256;

/// The widths of the name fields of Doc 9303: a field that fills one may be cut off.
const MRZ_NAME_WIDTHS: [usize; 3] = [30, 31, 39];

/// Compares two names.
///
/// Case, order of words, marks (by every spelling that Doc 9303-3 §6 allows), hyphens, apostrophes, spaces and MRZ
/// fillers carry no meaning; an MRZ name field (with fillers) that is full to its last place may be cut off. Chinese
/// characters must be the same ones; if they are not, or one side is Latin, the diagnosis says why.
pub fn compare(a: &str, b: &str) -> Agreement {
    if a.chars().count() > NAME_CHARS_MAX || b.chars().count() > NAME_CHARS_MAX {
        return Agreement::Differs(None);
    }
    let (left, right) = (Name::read(a), Name::read(b));
    match (left.han.is_empty(), right.han.is_empty()) {
        (true, true) => compare_latin(&left, &right),
        (false, false) => compare_han(&left, &right),
        (false, true) => compare_scripts(&left.han, &right),
        (true, false) => compare_scripts(&right.han, &left),
    }
}

/// Compares a printed or typed name with the name of a machine-readable zone, which may be cut off.
///
/// Zones hold no characters: a Chinese name whose pinyin the zone holds is [`Diagnosis::Romanised`], which for this
/// comparison means that they agree.
pub fn compare_with_mrz(name: &str, mrz: &Mrz) -> Agreement {
    if name.chars().count() > NAME_CHARS_MAX {
        return Agreement::Differs(None);
    }
    let mut zone = Name::read(&format!("{} {}", mrz.surname, mrz.given_names));
    zone.cut_off = mrz.names_truncated;
    let name = Name::read(name);
    if name.han.is_empty() { compare_latin(&name, &zone) } else { compare_scripts(&name.han, &zone) }
}

/// Whether a name in Latin letters is the pinyin of a name in Chinese characters, in either order.
pub fn is_pinyin_of(latin: &str, chinese: &str) -> bool {
    let (latin, chinese) = (Name::read(latin), Name::read(chinese));
    latin.han.is_empty()
        && compare_scripts(&chinese.han, &latin) == Agreement::Differs(Some(Diagnosis::Romanised))
}

/// The fewest letters that a name field cut off must have to speak for a name: two thirds of the narrowest field.
const CUT_OFF_LETTERS_MIN: usize = 20;

/// A name in its parts.
struct Name {
    /// The Chinese characters, in order, with the zeros among them.
    han: Vec<char>,
    /// The words of the other letters, in each way of writing them.
    words: [Vec<String>; FORMS],
    /// Whether the last word may be cut off and others be missing.
    cut_off: bool,
}

impl Name {
    fn read(text: &str) -> Name {
        let text = text.trim();
        let cut_off =
            text.contains('<') && !text.ends_with('<') && MRZ_NAME_WIDTHS.contains(&text.chars().count());
        let chinese = text.chars().any(is_han);
        let of_name = |c: char| is_han(c) || (chinese && !c.is_ascii() && zero(c) == '0');
        let words = std::array::from_fn(|index| {
            let latin: String = form(text, index).chars().map(|c| if of_name(c) { ' ' } else { c }).collect();
            latin.split_whitespace().map(str::to_owned).collect()
        });
        Name { han: form(text, 0).chars().filter(|&c| of_name(c)).collect(), words, cut_off }
    }

    fn has_letters(&self) -> bool {
        !self.words[0].is_empty()
    }
}

fn compare_latin(a: &Name, b: &Name) -> Agreement {
    let pairs = || a.words.iter().flat_map(|x| b.words.iter().map(move |y| (x, y)));
    let same = |(x, y): (&Vec<String>, &Vec<String>)| same_words(x, y);
    if pairs().any(same) || cut_off_from(a, b) || cut_off_from(b, a) {
        return Agreement::Same;
    }
    Agreement::Differs(pairs().filter_map(|(x, y)| spelling(x, y)).min())
}

/// The same letters: in any order of words, or in either order of surname and given names when spaces differ.
fn same_words(a: &[String], b: &[String]) -> bool {
    sorted(a) == sorted(b)
        || rotations(b).any(|turned| turned == a.concat())
        || rotations(a).any(|turned| turned == b.concat())
}

fn sorted(words: &[String]) -> Vec<&String> {
    let mut words: Vec<&String> = words.iter().collect();
    words.sort();
    words
}

/// The words without spaces, beginning at each of them in turn.
fn rotations(words: &[String]) -> impl Iterator<Item = String> {
    (0..words.len().max(1)).map(|first| [&words[first..], &words[..first]].concat().concat())
}

/// Whether `zone`, cut off, is what is left of `name`: its words begin words of the name in the same order, from the
/// first one on. A full field has so many letters that their agreement is no chance.
fn cut_off_from(zone: &Name, name: &Name) -> bool {
    let begins = |short: &[String], long: &[String]| {
        let mut rest = long.iter();
        let first = long.first().zip(short.first()).is_some_and(|(l, s)| l.starts_with(s.as_str()));
        first && short.iter().all(|s| rest.any(|l| l.starts_with(s.as_str())))
    };
    let turned = |words: &Vec<String>| -> Vec<Vec<String>> {
        (0..words.len()).map(|first| [&words[first..], &words[..first]].concat()).collect()
    };
    let letters = |words: &Vec<String>| words.iter().map(String::len).sum::<usize>();
    let zones = || zone.words.iter().filter(|words| letters(words) >= CUT_OFF_LETTERS_MIN);
    zone.cut_off && zones().any(|z| name.words.iter().any(|n| turned(n).iter().any(|n| begins(z, n))))
}

fn spelling(a: &[String], b: &[String]) -> Option<Diagnosis> {
    let chars = |words: &[&String]| words.iter().flat_map(|word| word.chars()).collect::<Vec<char>>();
    let in_order = |words: &[String]| words.iter().flat_map(|word| word.chars()).collect::<Vec<char>>();
    if a.is_empty() || b.is_empty() {
        return None;
    }
    of_spelling(&in_order(a), &in_order(b)).or_else(|| of_spelling(&chars(&sorted(a)), &chars(&sorted(b))))
}

fn compare_han(a: &Name, b: &Name) -> Agreement {
    let letters_differ = a.has_letters() && b.has_letters() && compare_latin(a, b) != Agreement::Same;
    if a.han == b.han {
        return if letters_differ { Agreement::Differs(None) } else { Agreement::Same };
    }
    Agreement::Differs(diagnose_han(&a.han, &b.han))
}

fn diagnose_han(a: &[char], b: &[char]) -> Option<Diagnosis> {
    let zeroed = |chars: &[char]| chars.iter().map(|&c| zero(c)).collect::<Vec<_>>();
    let simple = |chars: &[char]| chars.iter().map(|&c| han::simplified(c)).collect::<Vec<_>>();
    if zeroed(a) == zeroed(b) {
        return Some(Diagnosis::ZeroVariant);
    }
    let (a, b) = (simple(a), simple(b));
    if a == b {
        return Some(Diagnosis::ScriptVariant);
    }
    if transposed(&a, &b) {
        return Some(Diagnosis::Transposed);
    }
    (a.len().min(b.len()) >= 2 && one_character(&a, &b)).then_some(Diagnosis::OneCharacter)
}

fn compare_scripts(han: &[char], latin: &Name) -> Agreement {
    let spelled = latin.words.iter().any(|words| han::spelled_by(han, &words.concat()));
    Agreement::Differs(spelled.then_some(Diagnosis::Romanised))
}

#[cfg(test)]
mod tests;
