//! Where two records first differ: a path, and values where they are no personal data.

use serde::Serialize;
use serde_json::Value;

/// Text under these keys is of ours: codes and names of the policy and of the program.
const PLAIN: [&str; 13] = [
    "code",
    "reason",
    "outcome",
    "policy",
    "kind",
    "rule",
    "field",
    "image",
    "diagnosis",
    "source",
    "role",
    "sha256",
    "version",
];

/// The first difference of two values that are written as JSON, in the order of their keys; `None` where
/// they are byte by byte the same.
pub(super) fn first<T: Serialize>(was: &T, is: &T) -> Option<String> {
    let text =
        |value: &T| serde_json::to_string(value).expect("plain data with string keys always serialises");
    if text(was) == text(is) {
        return None;
    }
    let json =
        |value: &T| serde_json::to_value(value).expect("plain data with string keys always serialises");
    let found = differ("", &json(was), &json(is));
    Some(found.unwrap_or_else(|| "the order of its parts".to_owned()))
}

fn differ(path: &str, was: &Value, is: &Value) -> Option<String> {
    match (was, is) {
        (Value::Object(was), Value::Object(is)) => was.keys().chain(is.keys()).find_map(|key| {
            let (was, is) = (was.get(key).unwrap_or(&Value::Null), is.get(key).unwrap_or(&Value::Null));
            differ(&format!("{path}/{key}"), was, is)
        }),
        (Value::Array(was), Value::Array(is)) => {
            let parts = was.iter().zip(is).enumerate();
            let mut found = parts.map(|(place, (was, is))| differ(&format!("{path}/{place}"), was, is));
            let longer = || {
                let lengths = (was.len(), is.len());
                (lengths.0 != lengths.1).then(|| format!("{path}: {} parts became {}", lengths.0, lengths.1))
            };
            found.find_map(|difference| difference).or_else(longer)
        }
        _ if was == is => None,
        _ => Some(format!("{path}: {} became {}", shown(path, was), shown(path, is))),
    }
}

fn shown(path: &str, value: &Value) -> String {
    let plain = path.rsplit('/').next().is_some_and(|key| PLAIN.contains(&key));
    match value {
        Value::String(_) if !plain => "a text".to_owned(),
        Value::Object(_) => "something".to_owned(),
        Value::Array(parts) => format!("{} parts", parts.len()),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_first_difference_is_named_without_personal_data() {
        let was =
            json!({ "outcome": "approved", "findings": [{ "value": 0.5, "detail": { "found": "Anna" } }] });
        assert_eq!(first(&was, &was), None);
        let rows = [
            (json!({ "outcome": "review", "findings": [] }), "/findings: 1 parts became 0"),
            (
                json!({ "outcome": "approved", "findings": [{ "value": 0.25, "detail": { "found": "Anna" } }] }),
                "/findings/0/value: 0.5 became 0.25",
            ),
            (
                json!({ "outcome": "approved", "findings": [{ "value": 0.5, "detail": { "found": "Bea" } }] }),
                "/findings/0/detail/found: a text became a text",
            ),
            (
                json!({ "outcome": "review", "findings": was["findings"] }),
                "/outcome: \"approved\" became \"review\"",
            ),
            (json!({ "outcome": "approved" }), "/findings: 1 parts became null"),
        ];
        for (is, wanted) in rows {
            assert_eq!(first(&was, &is).unwrap(), wanted);
        }
    }
}
