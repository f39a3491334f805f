//! The policy's rejection codes on the wire, in every language of the pages.

use std::collections::BTreeMap;

use review::policy::{CodeText, Difficulty, Policy, Reason, Resubmission, Text};
use serde::Serialize;
use utoipa::ToSchema;

/// Every code of a policy.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Codes {
    codes: Vec<Code>,
}

/// A rejection code.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Code {
    #[schema(example = "E001")]
    code: String,
    title: Texts,
    remedy: Texts,
    reasons: Vec<ReasonText>,
    /// `low`, `medium`, `high`, `ticket` or `none`.
    difficulty: &'static str,
    recovery: Recovery,
    /// `now`, `ticket` or `never`.
    resubmission: &'static str,
}

/// A sub-reason.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReasonText {
    #[schema(example = "glare")]
    reason: String,
    title: Texts,
    remedy: Texts,
}

/// How long it takes to put right; both 0 where it cannot be.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Recovery {
    min_minutes: u32,
    max_minutes: u32,
}

/// A text by language: `en`, `zh-Hans`, `zh-Hant`.
type Texts = BTreeMap<&'static str, String>;

impl Codes {
    /// Of a policy.
    pub(crate) fn new(policy: &Policy) -> Self {
        Self { codes: policy.codes.iter().map(|(name, text)| code(name, text)).collect() }
    }
}

fn code(name: &str, text: &CodeText) -> Code {
    Code {
        code: name.to_owned(),
        title: texts(&text.title),
        remedy: texts(&text.remedy),
        reasons: text.reasons.iter().map(|(name, text)| reason(name, text)).collect(),
        difficulty: difficulty(text.difficulty),
        recovery: Recovery { min_minutes: text.recovery.min_minutes, max_minutes: text.recovery.max_minutes },
        resubmission: resubmission(text.resubmission),
    }
}

fn reason(name: &str, text: &Reason) -> ReasonText {
    ReasonText { reason: name.to_owned(), title: texts(&text.title), remedy: texts(&text.remedy) }
}

fn texts(text: &Text) -> Texts {
    text.all().into_iter().map(|(language, text)| (language, text.to_owned())).collect()
}

fn difficulty(difficulty: Difficulty) -> &'static str {
    match difficulty {
        Difficulty::Low => "low",
        Difficulty::Medium => "medium",
        Difficulty::High => "high",
        Difficulty::Ticket => "ticket",
        Difficulty::None => "none",
    }
}

fn resubmission(resubmission: Resubmission) -> &'static str {
    match resubmission {
        Resubmission::Now => "now",
        Resubmission::Ticket => "ticket",
        Resubmission::Never => "never",
    }
}
