//! What the form alone does not guarantee: references, ranges, completeness.

use identity::diagnosis::Diagnosis;

use super::{Action, CodeText, LANE_OTHERWISE, Policy, Rule, Text};
use crate::{calendar::DAYS_MAX, finding::FindingCode};

/// The most hours of any clock.
const YEAR_HOURS: u32 = 366 * 24;
/// Every diagnosis.
const DIAGNOSES: [Diagnosis; 6] = [
    Diagnosis::ZeroVariant,
    Diagnosis::ScriptVariant,
    Diagnosis::Romanised,
    Diagnosis::DayMonthSwapped,
    Diagnosis::Transposed,
    Diagnosis::OneCharacter,
];

/// Something wrong with a policy, at a path of keys.
pub(super) struct Fault {
    pub(super) path: Vec<String>,
    pub(super) message: String,
}

impl Fault {
    fn new(path: &[&str], message: impl Into<String>) -> Fault {
        Fault { path: path.iter().map(|&key| key.to_owned()).collect(), message: message.into() }
    }
}

/// The first fault of a policy.
pub(super) fn first_fault(policy: &Policy) -> Option<Fault> {
    None.or_else(|| header(policy))
        .or_else(|| thresholds(policy))
        .or_else(|| liveness(policy))
        .or_else(|| limits(policy))
        .or_else(|| review(policy))
        .or_else(|| tickets(policy))
        .or_else(|| regions(policy))
        .or_else(|| rules(policy))
        .or_else(|| codes(policy))
        .or_else(|| diagnoses(policy))
}

fn plain(text: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b);
    (1..=64).contains(&text.len()) && text.bytes().all(fits)
}

fn header(policy: &Policy) -> Option<Fault> {
    if !plain(&policy.name) {
        return Some(Fault::new(&["name"], "a name has 1 to 64 characters a–z, 0–9, - and _"));
    }
    if policy.version == 0 {
        return Some(Fault::new(&["version"], "versions start at 1"));
    }
    if policy.witnesses_min < 2 {
        return Some(Fault::new(&["witnesses_min"], "what cannot be undone needs two witnesses or more"));
    }
    let wrong = policy.capabilities.iter().find(|name| !plain(name))?;
    Some(Fault::new(&["capabilities"], format!("`{wrong}` is no capability's name: a–z, 0–9, - and _")))
}

fn thresholds(policy: &Policy) -> Option<Fault> {
    let t = &policy.thresholds;
    let table = [
        ("document_confidence_min", t.document_confidence_min, 1.0),
        ("second_document_confidence_min", t.second_document_confidence_min, 1.0),
        ("kind_confidence_min", t.kind_confidence_min, 1.0),
        ("field_confidence_min", t.field_confidence_min, 1.0),
        ("sharpness_min", t.sharpness_min, 1.0),
        ("brightness_min", t.brightness_min, 255.0),
        ("dark_share_max", t.dark_share_max, 1.0),
        ("bright_share_max", t.bright_share_max, 1.0),
        ("glare_share_max", t.glare_share_max, 1.0),
        ("long_side_px_min", t.long_side_px_min, 20_000.0),
        ("cut_off_share_max", t.cut_off_share_max, 1.0),
        ("chroma_min", t.chroma_min, 1.0),
        ("side_mismatch_fields_min", t.side_mismatch_fields_min, 5.0),
        ("face_match_min", t.face_match_min, 1.0),
        ("face_no_match_max", t.face_no_match_max, 1.0),
        ("head_angle_deg_max", t.head_angle_deg_max, 180.0),
        ("face_brightness_min", t.face_brightness_min, 255.0),
        ("second_face_share_min", t.second_face_share_min, 1.0),
    ];
    let outside = table.iter().find(|(_, value, max)| !(0.0..=*max).contains(value));
    if let Some((name, value, max)) = outside {
        return Some(Fault::new(
            &["thresholds", name],
            format!("`{name}` is {value}, not within 0 and {max}"),
        ));
    }
    (t.face_no_match_max > t.face_match_min).then(|| {
        let message =
            "`face_no_match_max` lies above `face_match_min`: one likeness would be a match and none";
        Fault::new(&["thresholds", "face_no_match_max"], message)
    })
}

fn liveness(policy: &Policy) -> Option<Fault> {
    let (rule, movements) = (&policy.liveness, &policy.liveness.movements);
    let share = |value: f64| (-1.0..=1.0).contains(&value);
    let table = [
        ("colours_count", rule.colours_count <= 16),
        ("depth_min", (0.0..=1000.0).contains(&rule.depth_min)),
        ("framed_share_max", share(rule.framed_share_max)),
        ("repeated_share_max", share(rule.repeated_share_max)),
        ("unevenness_min", share(rule.unevenness_min)),
        ("same_person_min", share(rule.same_person_min)),
        ("reflection_min", share(rule.reflection_min)),
        ("cameras_refused", rule.cameras_refused.iter().all(|word| !word.trim().is_empty())),
    ];
    if let Some((name, _)) = table.iter().find(|(_, fits)| !fits) {
        return Some(Fault::new(&["liveness", name], format!("`{name}` is out of range")));
    }
    let minute = 1..=60_000;
    let times = [
        ("settle_ms", movements.settle_ms),
        ("settle_ms_max", movements.settle_ms_max),
        ("hold_ms", movements.hold_ms),
        ("blink_ms", movements.blink_ms),
        ("ask_ms_max", movements.ask_ms_max),
        ("wrong_ms_max", movements.wrong_ms_max),
        ("lost_ms_max", movements.lost_ms_max),
        ("colour_ms", movements.colour_ms),
    ];
    let (name, _) = times.iter().find(|(_, time)| !minute.contains(time))?;
    Some(Fault::new(&["liveness", "movements", name], format!("`{name}` is not within 1 and 60000 ms")))
}

fn limits(policy: &Policy) -> Option<Fault> {
    let limits = &policy.limits;
    let table = [
        ("submissions_max", limits.submissions_max, 1_000),
        ("window_hours", limits.window_hours, YEAR_HOURS),
        ("lock_hours", limits.lock_hours, YEAR_HOURS),
        ("liveness_failures_max", limits.liveness_failures_max, 1_000),
        ("liveness_lock_hours", limits.liveness_lock_hours, YEAR_HOURS),
    ];
    if let Some((name, value, max)) = table.iter().find(|(_, value, max)| !(1..=*max).contains(value)) {
        return Some(Fault::new(&["limits", name], format!("`{name}` is {value}, not within 1 and {max}")));
    }
    let kept = &policy.retention;
    let days = [
        ("approved_days", kept.approved_days),
        ("rejected_days", kept.rejected_days),
        ("abandoned_days", kept.abandoned_days),
    ];
    if let Some((name, days)) = days.iter().find(|(_, days)| *days > super::RetentionRule::DAYS_MAX) {
        return Some(Fault::new(&["retention", name], format!("{days} days are over a hundred years")));
    }
    let [from, until] = policy.retry.manual_hold_off_minutes;
    if from > until || until > YEAR_HOURS * 60 {
        let message = "two numbers of minutes, the first not above the second, within a year";
        return Some(Fault::new(&["retry", "manual_hold_off_minutes"], message));
    }
    if !(0..=150).contains(&policy.applicant.age_years_min) {
        return Some(Fault::new(&["applicant", "age_years_min"], "an age is within 0 and 150"));
    }
    let days = policy.documents.remaining_days_min;
    (days > 3_660)
        .then(|| Fault::new(&["documents", "remaining_days_min"], format!("{days} days are over ten years")))
}

fn review(policy: &Policy) -> Option<Fault> {
    let rule = &policy.review;
    let table = [
        ("lease_minutes", rule.lease_minutes, 24 * 60),
        ("target_hours", rule.target_hours, YEAR_HOURS),
        ("peak_target_hours", rule.peak_target_hours, YEAR_HOURS),
        ("peak_waiting_count", rule.peak_waiting_count, u32::MAX),
    ];
    if let Some((name, value, max)) = table.iter().find(|(_, value, max)| !(1..=*max).contains(value)) {
        return Some(Fault::new(&["review", name], format!("`{name}` is {value}, not within 1 and {max}")));
    }
    if rule.peak_target_hours < rule.target_hours {
        let message = "at peak there is more time, not less";
        return Some(Fault::new(&["review", "peak_target_hours"], message));
    }
    let lists = [
        ("two_persons_overriding", &rule.two_persons_overriding),
        ("two_persons_giving", &rule.two_persons_giving),
    ];
    let unknown = lists.into_iter().find_map(|(name, codes)| {
        let code = codes.iter().find(|code| policy.code(code).is_none())?;
        Some(Fault::new(&["review", name], format!("the code `{code}` is not defined")))
    });
    unknown.or_else(|| lanes(policy))
}

fn tickets(policy: &Policy) -> Option<Fault> {
    let rule = &policy.tickets;
    let at = |key: &str, message: String| Some(Fault::new(&["tickets", key], message));
    let wrong = rule
        .appeal_codes
        .iter()
        .find(|name| policy.code(name).is_none_or(|code| code.resubmission != super::Resubmission::Ticket));
    if let Some(code) = wrong {
        return at("appeal_codes", format!("`{code}` is no code whose resubmission is `ticket`"));
    }
    let [from, until] = rule.working_days;
    if from > until || !(1..=DAYS_MAX).contains(&until) {
        return at(
            "working_days",
            format!("two numbers of days up to {DAYS_MAX}, the first not above the second"),
        );
    }
    if !(1..=100).contains(&rule.per_decision_max) {
        return at("per_decision_max", format!("{} is not within 1 and 100", rule.per_decision_max));
    }
    if rule.calendar.utc_offset_minutes.abs() > 14 * 60 {
        return Some(Fault::new(
            &["tickets", "calendar", "utc_offset_minutes"],
            "no place on earth is so far off",
        ));
    }
    rule.templates.iter().find_map(|(name, text)| text_fault(&["tickets", "templates", name], text))
}

fn lanes(policy: &Policy) -> Option<Fault> {
    const LANES_MAX: usize = 32;
    let lanes = &policy.review.lanes;
    let at = |message: String| Some(Fault::new(&["review", "lanes"], message));
    if lanes.len() > LANES_MAX {
        return at(format!("{} lanes are more than {LANES_MAX}", lanes.len()));
    }
    let mut names = std::collections::BTreeSet::from([LANE_OTHERWISE]);
    if let Some(lane) = lanes.iter().find(|lane| !plain(&lane.name) || !names.insert(&lane.name)) {
        return at(format!("`{}` is no lane's name of its own: a–z, 0–9, - and _", lane.name));
    }
    let empty = lanes.iter().find(|lane| lane.issuers.is_empty() && lane.kinds.is_empty())?;
    at(format!("the lane `{}` names neither issuers nor kinds", empty.name))
}

fn regions(policy: &Policy) -> Option<Fault> {
    let wrong = |code: &&String| {
        *code != "*" && !((1..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_uppercase()))
    };
    let of: std::collections::BTreeSet<String> = policy.documents.accepted_of.keys().cloned().collect();
    let lists = [
        ("regions_accepted", &policy.documents.regions_accepted),
        ("regions_refused", &policy.documents.regions_refused),
        ("accepted_of", &of),
    ];
    lists.into_iter().find_map(|(name, list)| {
        let code = list.iter().find(wrong)?;
        Some(Fault::new(&["documents", name], format!("`{code}` is no ICAO code: one to three letters A–Z")))
    })
}

fn rules(policy: &Policy) -> Option<Fault> {
    let missing = FindingCode::ALL.into_iter().find(|code| !policy.rules.contains_key(code));
    if let Some(code) = missing {
        return Some(Fault::new(&["rules"], format!("the finding `{code}` has no rule")));
    }
    policy.rules.iter().find_map(|(&finding, rule)| rule_fault(policy, finding, rule))
}

fn rule_fault(policy: &Policy, finding: FindingCode, rule: &Rule) -> Option<Fault> {
    let path = |key| ["rules", finding.as_str(), key];
    let Some(code) = &rule.code else {
        let needed = rule.action == Action::Decline;
        return needed.then(|| Fault::new(&path("action"), "a rule that declines names its code"));
    };
    if policy.code(code).is_none() {
        return Some(Fault::new(&path("code"), format!("the code `{code}` is not defined")));
    }
    if let Some(fault) = reason_fault(policy, finding, code, &rule.reason) {
        return Some(fault);
    }
    let wrong = rule.explained_by.iter().find(|name| !settles(policy, name))?;
    let message =
        format!("`{wrong}` is no code or sub-reason that a resubmission can undo, so it settles nothing");
    Some(Fault::new(&path("explained_by"), message))
}

fn reason_fault(policy: &Policy, finding: FindingCode, code: &str, reason: &str) -> Option<Fault> {
    let message = |reason: &str| format!("`{code}` has no sub-reason `{reason}`");
    if reason != "by_field" {
        let path = ["rules", finding.as_str(), "reason"];
        return (!policy.has_reason(code, reason)).then(|| Fault::new(&path, message(reason)));
    }
    let (field, reason) = policy.field_reasons.iter().find(|(_, reason)| !policy.has_reason(code, reason))?;
    Some(Fault::new(&["field_reasons", field.as_str()], message(reason)))
}

fn settles(policy: &Policy, name: &str) -> bool {
    let (code, reason) = name.split_once('/').unwrap_or((name, ""));
    policy.has_reason(code, reason) && policy.code(code).is_some_and(|text| !text.irrevocable())
}

fn codes(policy: &Policy) -> Option<Fault> {
    policy.codes.iter().find_map(|(name, code)| code_fault(name, code))
}

fn code_fault(name: &str, code: &CodeText) -> Option<Fault> {
    let plain = (1..=16).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric());
    if !plain {
        return Some(Fault::new(&["codes", name], "a code has 1 to 16 letters and digits"));
    }
    if code.recovery.min_minutes > code.recovery.max_minutes {
        return Some(Fault::new(&["codes", name, "recovery"], "`min_minutes` lies above `max_minutes`"));
    }
    if !code.irrevocable() && code.steps.is_empty() {
        let message = "what may be submitted again must say which steps";
        return Some(Fault::new(&["codes", name, "steps"], message));
    }
    let own = [("title", &code.title), ("remedy", &code.remedy)];
    own.into_iter().find_map(|(key, text)| text_fault(&["codes", name, key], text)).or_else(|| {
        code.reasons.iter().find_map(|(reason, words)| {
            text_fault(&["codes", name, "reasons", reason, "title"], &words.title)
                .or_else(|| text_fault(&["codes", name, "reasons", reason, "remedy"], &words.remedy))
        })
    })
}

fn diagnoses(policy: &Policy) -> Option<Fault> {
    let missing = DIAGNOSES.into_iter().find(|diagnosis| !policy.diagnoses.contains_key(diagnosis));
    if let Some(diagnosis) = missing {
        return Some(Fault::new(&["diagnoses"], format!("the diagnosis `{diagnosis}` has no words")));
    }
    policy.diagnoses.iter().find_map(|(diagnosis, words)| {
        text_fault(&["diagnoses", diagnosis.code(), "title"], &words.title)
            .or_else(|| text_fault(&["diagnoses", diagnosis.code(), "remedy"], &words.remedy))
    })
}

fn text_fault(path: &[&str], text: &Text) -> Option<Fault> {
    const CHARS_MAX: usize = 600;
    let (tag, words) = text.all().into_iter().find(|(_, words)| {
        words.trim().is_empty() || words.chars().count() > CHARS_MAX || words.chars().any(char::is_control)
    })?;
    let path: Vec<&str> = path.iter().copied().chain([tag]).collect();
    let length = words.chars().count();
    Some(Fault::new(&path, format!("a text has 1 to {CHARS_MAX} printable characters, this one {length}")))
}
