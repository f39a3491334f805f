//! Elements: three characters that name a fact, and the rest of the line that gives it.

/// The most elements and the most characters of a value that are kept.
const ELEMENTS_MAX: usize = 256;
const VALUE_CHARS_MAX: usize = 256;
/// Designators of the standard's own subfiles, which stand before their first element.
const DESIGNATORS: [&str; 3] = ["DL", "ID", "EN"];

/// One fact.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Element {
    pub id: String,
    pub value: String,
}

/// Every element of the standard, in order. Those of the jurisdiction's own subfiles (`Z…`) are left out.
pub(super) fn read(body: &[char]) -> Vec<Element> {
    let from = beginning(body);
    // Line feeds part elements; some writers put other control characters there.
    let lines = body[from..].split(|c| c.is_control());
    lines.filter_map(element).take(ELEMENTS_MAX).collect()
}

/// The value of the first element with this name that is not empty.
pub(super) fn value<'a>(elements: &'a [Element], id: &str) -> Option<&'a str> {
    elements
        .iter()
        .find(|element| element.id == id)
        .map(|element| element.value.as_str())
        .filter(|v| !v.is_empty())
}

/// Where the first element begins. Behind a directory that could not be read something else may stand before it.
fn beginning(body: &[char]) -> usize {
    let first_line = body.iter().position(|c| *c == '\n').unwrap_or(body.len());
    let opens = |at: &usize| {
        let word: String = body[*at..].iter().take(2).collect();
        DESIGNATORS.contains(&word.as_str()) && is_id(&body[at + 2..])
    };
    (0..first_line).find(opens).unwrap_or(0)
}

fn element(line: &[char]) -> Option<Element> {
    let start: String = line.iter().take(2).collect();
    let line = if DESIGNATORS.contains(&start.as_str()) && is_id(&line[2..]) { &line[2..] } else { line };
    is_id(line).then(|| Element {
        id: line[..3].iter().collect(),
        value: line[3..].iter().take(VALUE_CHARS_MAX).collect::<String>().trim().to_owned(),
    })
}

/// Whether an element of the standard begins here: all are named `D`, `A` to `D`, and a letter.
fn is_id(line: &[char]) -> bool {
    matches!(line, ['D', 'A'..='D', 'A'..='Z', ..])
}
