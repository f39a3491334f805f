//! What a policy that is whole may still have wrong: rules that nothing reaches, settings that say nothing, things that
//! are collected and never used.

mod explained;
mod reach;
#[cfg(test)]
mod tests;
mod unused;

use super::{Policy, PolicyError, parse::locate};

/// What a look at a policy file found.
#[derive(Debug, Clone, PartialEq)]
pub struct Inspection {
    /// The policy, where it is one.
    pub policy: Option<Policy>,
    /// Why it is none: what the parser came upon first.
    pub errors: Vec<PolicyError>,
    /// What it says and hardly means, by place.
    pub warnings: Vec<Remark>,
    /// What is as it should be and easily forgotten, by place.
    pub notes: Vec<Remark>,
}

/// Something about a policy, at a place of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What kind of thing.
    pub kind: RemarkKind,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What it is.
    pub message: String,
}

/// Kinds of remarks, with stable names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RemarkKind {
    /// Specimens are accepted as documents.
    SandboxOn,
    /// A rule whose finding cannot be made under these settings.
    RuleUnreachable,
    /// A rule that declines with a code that needs witnesses, and whose finding never has enough.
    NeverDeclines,
    /// A name in `explained_by` that never settles the finding.
    NeverSettles,
    /// A code in a list of codes that take two persons, to which nothing leads.
    NeverSuspected,
    /// A code that says that a ticket is the way back, and with which nobody may open one.
    NoWayBack,
    /// Something that the applicant must give and that nothing is held against.
    CollectedUnused,
    /// A setting that says nothing beside the others.
    SaysNothing,
    /// An issuer that is in no list of ICAO.
    IssuerUnknown,
    /// A code or sub-reason that no rule gives: a person, or the face check while it runs.
    OnlyByPerson,
}

impl RemarkKind {
    /// The stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            RemarkKind::SandboxOn => "sandbox.on",
            RemarkKind::RuleUnreachable => "rule.unreachable",
            RemarkKind::NeverDeclines => "rule.never_declines",
            RemarkKind::NeverSettles => "explained_by.never_settles",
            RemarkKind::NeverSuspected => "two_persons.never_suspected",
            RemarkKind::NoWayBack => "code.no_way_back",
            RemarkKind::CollectedUnused => "collected.unused",
            RemarkKind::SaysNothing => "setting.says_nothing",
            RemarkKind::IssuerUnknown => "issuer.unknown",
            RemarkKind::OnlyByPerson => "code.only_by_person",
        }
    }
}

/// Reads a policy file and says all that is wrong or odd about it.
#[must_use]
pub fn inspect(text: &str) -> Inspection {
    let policy = match Policy::parse(text) {
        Ok(policy) => policy,
        Err(error) => {
            return Inspection { policy: None, errors: vec![error], warnings: Vec::new(), notes: Vec::new() };
        }
    };
    let odd = sandbox(&policy)
        .into_iter()
        .chain(reach::remarks(&policy))
        .chain(explained::remarks(&policy))
        .chain(unused::remarks(&policy));
    let warnings = placed(text, odd.collect());
    let notes = placed(text, reach::by_person_alone(&policy));
    Inspection { policy: Some(policy), errors: Vec::new(), warnings, notes }
}

/// A remark before its place in the text is known.
struct Found {
    kind: RemarkKind,
    path: Vec<String>,
    message: String,
}

impl Found {
    fn new(kind: RemarkKind, path: &[&str], message: impl Into<String>) -> Found {
        Found { kind, path: path.iter().map(|&key| key.to_owned()).collect(), message: message.into() }
    }
}

fn placed(text: &str, found: Vec<Found>) -> Vec<Remark> {
    let remark = |Found { kind, path, message }: Found| {
        let PolicyError { line, column, message } = PolicyError::at(text, locate(text, &path), message);
        Remark { kind, line, column, message }
    };
    let mut remarks: Vec<Remark> = found.into_iter().map(remark).collect();
    remarks.sort_by_key(|remark| (remark.line, remark.column));
    remarks
}

fn sandbox(policy: &Policy) -> Option<Found> {
    let message = "specimens are accepted as documents: never leave this on in production";
    policy.sandbox.then(|| Found::new(RemarkKind::SandboxOn, &["sandbox"], message))
}
