//! The rules as versioned data: what each finding leads to, which codes there are, and every threshold.

mod check;
mod code;
mod decide;
mod error;
mod inspect;
mod parse;
mod retention;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use identity::{catalogue::DocumentKind, diagnosis::Diagnosis};
use serde::Deserialize;

pub use code::{CodeText, Difficulty, Explained, Reason, Recovery, Redo, Resubmission, Text};
pub use error::PolicyError;
pub use inspect::{Inspection, Remark, RemarkKind, inspect};
pub use retention::RetentionRule;

use crate::{calendar::Calendar, finding::FindingCode, liveness::Demands, observation::Field};

/// One version of the rules. Read with [`Policy::parse`], which checks that it is whole.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Its name, `a`–`z`, `0`–`9` and `-`.
    pub name: String,
    /// Its version, from 1.
    pub version: u32,
    /// Whether specimens are accepted as documents (never in production).
    pub sandbox: bool,
    /// Whether an approval needs a selfie.
    pub selfie_required: bool,
    /// How many independent sources on the document must agree before the automatic review takes a decision that
    /// a resubmission cannot undo.
    pub witnesses_min: u8,
    /// What an approval unlocks.
    pub capabilities: Vec<String>,
    /// What the applicant types.
    pub claims: ClaimsRule,
    /// The applicant.
    pub applicant: ApplicantRule,
    /// How often.
    pub limits: Limits,
    /// When a resubmission is advised.
    pub retry: RetryRule,
    /// How people review.
    pub review: ReviewRule,
    /// Appeals and corrections.
    pub tickets: TicketRule,
    /// What becomes of the records of verified applicants.
    pub records: RecordRule,
    /// Which documents.
    pub documents: DocumentsRule,
    /// How long applicants are kept; a policy that says nothing keeps them.
    #[serde(default)]
    pub retention: RetentionRule,
    /// The face check.
    pub liveness: LivenessRule,
    /// What measurements are held against.
    pub thresholds: Thresholds,
    /// The sub-reason for each field, where a rule says `reason = "by_field"`.
    pub field_reasons: BTreeMap<Field, String>,
    /// What each finding leads to; complete.
    pub rules: BTreeMap<FindingCode, Rule>,
    /// Each rejection code.
    pub codes: BTreeMap<String, CodeText>,
    /// Why two values differ, in words for the applicant; complete.
    pub diagnoses: BTreeMap<Diagnosis, Explained>,
}

/// What the applicant types.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimsRule {
    /// Whether a first submission must hold claims.
    pub required: bool,
    /// Whether they are compared with the document.
    pub compared: bool,
}

/// Who can be verified.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApplicantRule {
    /// Least age in completed years.
    pub age_years_min: i16,
}

/// How often something may be tried. Windows roll: "in any 24 hours".
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Accepted submissions in any window; the next one locks.
    pub submissions_max: u32,
    /// The window.
    pub window_hours: u32,
    /// How long a submission lock lasts.
    pub lock_hours: u32,
    /// Liveness failures in a row that lock liveness.
    pub liveness_failures_max: u32,
    /// How long a liveness lock lasts.
    pub liveness_lock_hours: u32,
}

/// When a resubmission is advised.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetryRule {
    /// After a person's rejection: from and until, in minutes.
    pub manual_hold_off_minutes: [u32; 2],
}

/// The lane of documents that no other lane names.
pub const LANE_OTHERWISE: &str = "general";

/// How people review.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewRule {
    /// How long a case is kept for the reviewer who has taken it, in minutes.
    pub lease_minutes: u32,
    /// Within how many hours a case should be decided.
    pub target_hours: u32,
    /// The same at peak.
    pub peak_target_hours: u32,
    /// From so many waiting cases on it is peak.
    pub peak_waiting_count: u32,
    /// An approval that goes against a suspicion with one of these codes takes two persons.
    pub two_persons_overriding: BTreeSet<String>,
    /// A rejection with one of these codes takes two persons.
    pub two_persons_giving: BTreeSet<String>,
    /// Kinds of documents that some reviewers know and others do not; the first that fits is taken.
    #[serde(default)]
    pub lanes: Vec<Lane>,
}

/// What becomes of the records of verified applicants.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordRule {
    /// So many days before a document expires the host is told, so that it can ask for a new verification.
    pub expiry_notice_days: u16,
}

impl ReviewRule {
    /// Whether so much waits that the longer target holds.
    #[must_use]
    pub fn is_peak(&self, waiting_count: u64) -> bool {
        waiting_count >= u64::from(self.peak_waiting_count)
    }

    /// Within how many hours a case should be decided while so many wait.
    #[must_use]
    pub fn target_hours_at(&self, waiting_count: u64) -> u32 {
        if self.is_peak(waiting_count) { self.peak_target_hours } else { self.target_hours }
    }
}

/// Appeals and corrections.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TicketRule {
    /// A rejection with these codes alone can be appealed.
    pub appeal_codes: BTreeSet<String>,
    /// How often people look at one decision again.
    pub per_decision_max: u32,
    /// Within how many working days a ticket is answered: as a rule, and at the latest.
    pub working_days: [u32; 2],
    /// Which days are worked.
    pub calendar: Calendar,
    /// Answers that reviewers can begin with, by name.
    #[serde(default)]
    pub templates: BTreeMap<String, Text>,
}

/// Documents that some reviewers know.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lane {
    /// Its name, `a`–`z`, `0`–`9`, `-` and `_`.
    pub name: String,
    /// ICAO codes of issuers.
    #[serde(default)]
    pub issuers: BTreeSet<String>,
    /// Kinds of documents.
    #[serde(default)]
    pub kinds: BTreeSet<DocumentKind>,
}

/// Which documents are taken, and what each must show.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentsRule {
    /// Kinds that are accepted.
    pub accepted: BTreeSet<DocumentKind>,
    /// Kinds that are accepted of an issuer (ICAO code) in place of `accepted`.
    #[serde(default)]
    pub accepted_of: BTreeMap<String, BTreeSet<DocumentKind>>,
    /// ICAO codes that are accepted, or `*` alone for all.
    pub regions_accepted: BTreeSet<String>,
    /// ICAO codes that are refused, also where `*` is accepted.
    pub regions_refused: BTreeSet<String>,
    /// Kinds whose back must be handed in.
    pub back_required: BTreeSet<DocumentKind>,
    /// Kinds that always carry a machine-readable zone.
    pub mrz_required: BTreeSet<DocumentKind>,
    /// Fields that must be read from any kind that `required` does not name.
    pub required_otherwise: BTreeSet<Field>,
    /// Fields that must be read, by kind.
    pub required: BTreeMap<DocumentKind, BTreeSet<Field>>,
    /// Least days of validity left.
    pub remaining_days_min: u32,
}

impl DocumentsRule {
    /// Whether documents of this kind are taken, from an issuer as far as it is known.
    #[must_use]
    pub fn accepts(&self, kind: DocumentKind, issuer: Option<&str>) -> bool {
        issuer.and_then(|issuer| self.accepted_of.get(issuer)).unwrap_or(&self.accepted).contains(&kind)
    }

    /// Whether documents of this issuer are taken.
    #[must_use]
    pub fn accepts_region(&self, issuer: &str) -> bool {
        let wanted = self.regions_accepted.contains("*") || self.regions_accepted.contains(issuer);
        wanted && !self.regions_refused.contains(issuer)
    }

    /// The fields that a document of this kind must give.
    #[must_use]
    pub fn required_fields(&self, kind: DocumentKind) -> &BTreeSet<Field> {
        self.required.get(&kind).unwrap_or(&self.required_otherwise)
    }
}

/// The face check: whether it must be run, what it asks, and what its film is held against.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LivenessRule {
    /// Whether a selfie must come from a face check. In the sandbox a photograph may stand in for it.
    pub required: bool,
    /// How many colours the screen shows.
    pub colours_count: u8,
    /// Parts of the names of cameras that are programs.
    pub cameras_refused: Vec<String>,
    /// Least depth of the turning head, see [`crate::observation::FilmKind::Depth`].
    pub depth_min: f64,
    /// Largest share 0–1 of frames between straight edges.
    pub framed_share_max: f64,
    /// Largest share 0–1 of frames that repeat the one before.
    pub repeated_share_max: f64,
    /// Least unevenness of the time between frames.
    pub unevenness_min: f64,
    /// Least likeness 0–1 of the faces during the check.
    pub same_person_min: f64,
    /// Least correlation −1–1 between the colours shown and those of the face.
    pub reflection_min: f64,
    /// The movements.
    pub movements: Demands,
}

/// What measurements are held against. Where each comes from stands beside it in the policy file.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// Least confidence 0–1 for a document to count as seen.
    pub document_confidence_min: f64,
    /// Least confidence 0–1 for a further document in the frame to count.
    pub second_document_confidence_min: f64,
    /// Least confidence 0–1 for the document's kind to be relied on.
    pub kind_confidence_min: f64,
    /// Least confidence 0–1 for a field to be relied on.
    pub field_confidence_min: f64,
    /// Least sharpness 0–1.
    pub sharpness_min: f64,
    /// Least mean luminance 0–255 of a document.
    pub brightness_min: f64,
    /// Largest share 0–1 below luminance 30.
    pub dark_share_max: f64,
    /// Largest share 0–1 blown out.
    pub bright_share_max: f64,
    /// Largest share 0–1 under glare.
    pub glare_share_max: f64,
    /// Least length of the document's longer side in pixels.
    pub long_side_px_min: f64,
    /// Largest share 0–1 of the outline beyond the frame.
    pub cut_off_share_max: f64,
    /// Least mean chroma 0–1.
    pub chroma_min: f64,
    /// Number of shared fields that must differ between front and back before they count as two documents.
    pub side_mismatch_fields_min: f64,
    /// Similarity 0–1 from which two faces are one person's.
    pub face_match_min: f64,
    /// Similarity 0–1 below which they are two persons'. Between the two the machine cannot tell.
    pub face_no_match_max: f64,
    /// Largest turn, nod or tilt of the selfie's head in degrees.
    pub head_angle_deg_max: f64,
    /// Least mean luminance 0–255 of the selfie.
    pub face_brightness_min: f64,
    /// A further face counts when its eyes are at least this share 0–1 of the largest face's distance apart.
    pub second_face_share_min: f64,
}

/// What a finding leads to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Where it takes the attempt.
    pub action: Action,
    /// The rejection code: given on `decline`, suggested to the reviewer on `review`.
    pub code: Option<String>,
    /// Its sub-reason, or `by_field`.
    #[serde(default)]
    pub reason: String,
    /// What must be handed in again, in place of what the code says.
    pub steps: Option<Vec<Redo>>,
    /// Codes (`E001`) or sub-reasons (`E001/glare`) that settle the finding: where one of them is given anyway, a
    /// doubt needs no person yet, and a rejection is not given yet.
    #[serde(default)]
    pub explained_by: Vec<String>,
}

/// Where a finding takes the attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It is recorded and does not count.
    Ignore,
    /// A person decides.
    Review,
    /// Rejected with the code.
    Decline,
}

impl Policy {
    /// The name that sessions and decisions carry: `exchange@1`; `exchange@1+sandbox` where specimens are accepted.
    #[must_use]
    pub fn id(&self) -> String {
        let suffix = if self.sandbox { "+sandbox" } else { "" };
        format!("{}@{}{suffix}", self.name, self.version)
    }

    /// The same rules with specimens accepted.
    #[must_use]
    pub fn sandboxed(self) -> Policy {
        Policy { sandbox: true, ..self }
    }

    /// What a finding leads to.
    #[must_use]
    pub fn rule(&self, finding: FindingCode) -> &Rule {
        self.rules.get(&finding).expect("parsing checks that every finding has a rule")
    }

    /// The code of this name.
    #[must_use]
    pub fn code(&self, code: &str) -> Option<&CodeText> {
        self.codes.get(code)
    }

    /// Whether the code exists and has this sub-reason (an empty one is the code itself).
    #[must_use]
    pub fn has_reason(&self, code: &str, reason: &str) -> bool {
        self.code(code).is_some_and(|text| reason.is_empty() || text.reasons.contains_key(reason))
    }

    /// What a code and sub-reason is called; the code's own words where the sub-reason is empty or unknown.
    ///
    /// A code that the policy does not have is given in words that fit any rejection.
    #[must_use]
    pub fn title(&self, code: &str, reason: &str) -> &Text {
        self.code(code).map_or(&code::UNKNOWN_TITLE, |text| text.title_of(reason))
    }

    /// What to do next; otherwise as [`Policy::title`].
    #[must_use]
    pub fn remedy(&self, code: &str, reason: &str) -> &Text {
        self.code(code).map_or(&code::UNKNOWN_REMEDY, |text| text.remedy_of(reason))
    }
}
