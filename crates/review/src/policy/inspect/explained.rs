//! Whether what a rule names in `explained_by` can ever settle its finding.

use super::{
    Found, RemarkKind,
    reach::{impossible, irrevocable, spelled},
};
use crate::{
    finding::FindingCode,
    policy::{Action, Policy, Rule},
};

/// Names that never settle, and names that another one of the same list holds already.
pub(super) fn remarks(policy: &Policy) -> Vec<Found> {
    let counted = policy.rules.iter().filter(|(finding, _)| impossible(policy, **finding).is_none());
    counted.flat_map(|(&finding, rule)| of_rule(policy, finding, rule)).collect()
}

fn of_rule(policy: &Policy, finding: FindingCode, rule: &Rule) -> Vec<Found> {
    let path = ["rules", finding.as_str(), "explained_by"];
    if rule.action == Action::Ignore && !rule.explained_by.is_empty() {
        let message = format!("`{finding}` does not count, so nothing has to explain it");
        return vec![Found::new(RemarkKind::SaysNothing, &path, message)];
    }
    let remark = |(place, name): (usize, &String)| {
        let (kind, message) = if !settles(policy, rule, name) {
            (RemarkKind::NeverSettles, format!("`{name}` never settles `{finding}`: {}", why(policy, rule)))
        } else if is_held_by_another(&rule.explained_by, place) {
            (RemarkKind::SaysNothing, format!("`{name}` says nothing beside the others"))
        } else {
            return None;
        };
        Some(Found::new(kind, &path, message))
    };
    rule.explained_by.iter().enumerate().filter_map(remark).collect()
}

/// Whether some rule rejects with this name, at once and for something that a resubmission can undo. What is itself a
/// rejection is settled only by one that nothing settles.
fn settles(policy: &Policy, rule: &Rule, name: &str) -> bool {
    let rejected = is_rejection(policy, rule);
    policy.rules.iter().any(|(&cause, other)| {
        is_rejection(policy, other)
            && impossible(policy, cause).is_none()
            && (!rejected || other.explained_by.is_empty())
            && (other.code.as_deref() == Some(name) || spelled(policy, other).contains(name))
    })
}

fn is_rejection(policy: &Policy, rule: &Rule) -> bool {
    rule.action == Action::Decline && !irrevocable(policy, rule)
}

fn why(policy: &Policy, rule: &Rule) -> &'static str {
    if is_rejection(policy, rule) {
        "no rule that nothing explains rejects with it"
    } else {
        "no rule rejects with it"
    }
}

/// Whether the whole code stands there too, or the same name before.
fn is_held_by_another(names: &[String], place: usize) -> bool {
    let name = &names[place];
    let whole = name.split_once('/').map(|(code, _)| code);
    names[..place].contains(name) || whole.is_some_and(|code| names.iter().any(|other| other == code))
}
