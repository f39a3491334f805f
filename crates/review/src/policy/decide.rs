//! What findings lead to: approval, a person, or codes.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::{Action, CodeText, Policy, Redo, Resubmission, Rule};
use crate::{
    case::Step,
    decision::{CodedReason, DecidedBy, Decision, Outcome, Retry},
    finding::Finding,
    observation::{ImageRole, ModelUsed},
};

impl Policy {
    /// The decision that the findings of an attempt lead to.
    ///
    /// 1. A rejection that a resubmission cannot undo needs `witnesses_min` witnesses. With them it is issued, alone:
    ///    what could be put right no longer matters. Without them it becomes a doubt.
    /// 2. All rejections that a resubmission can undo are collected, so that everything is put right in one go; but
    ///    one whose rule names another given code in `explained_by` waits: a blurred picture proves no wrong name.
    /// 3. A doubt (a rule that says `review`, or step 1) sends the attempt to a person, unless each doubt is explained
    ///    by one of the collected codes in the same way. Glare explains an unreadable field; it does not explain dates
    ///    that cannot be.
    /// 4. Neither doubts nor rejections: approved.
    ///
    /// A decision for review carries no codes, so that no suspicion reaches the applicant; see [`Policy::suspicions`].
    #[must_use]
    pub fn decide(
        &self,
        findings: &[Finding],
        by: DecidedBy,
        models: &[ModelUsed],
        now: Timestamp,
    ) -> Decision {
        let verdict = self.verdict(findings);
        let (outcome, codes) = match verdict {
            Verdict::Rejected(given) => (Outcome::Rejected, self.coded(given)),
            Verdict::Doubtful => (Outcome::Review, Vec::new()),
            Verdict::Clear => (Outcome::Approved, Vec::new()),
        };
        self.decision(outcome, codes, findings, by, models, now)
    }

    /// The decision of a person who rejects with these codes.
    #[must_use]
    pub(crate) fn reject(
        &self,
        codes: Vec<CodedReason>,
        findings: &[Finding],
        by: DecidedBy,
        models: &[ModelUsed],
        now: Timestamp,
    ) -> Decision {
        self.decision(Outcome::Rejected, self.ordered(codes), findings, by, models, now)
    }

    /// The decision of a person who approves.
    #[must_use]
    pub(crate) fn approve(
        &self,
        findings: &[Finding],
        by: DecidedBy,
        models: &[ModelUsed],
        now: Timestamp,
    ) -> Decision {
        self.decision(Outcome::Approved, Vec::new(), findings, by, models, now)
    }

    /// The codes that a reviewer should look into first: those of every finding that counts, in order. For the
    /// reviewer and the host, never for the applicant.
    #[must_use]
    pub fn suspicions(&self, findings: &[Finding]) -> Vec<CodedReason> {
        self.coded(findings.iter().filter(|f| self.rule(f.code).action != Action::Ignore).collect())
    }

    /// What must be handed in again after a rejection with these codes, given the pictures that the attempt had.
    ///
    /// A back is asked for beside the front only where the attempt had one.
    #[must_use]
    pub fn steps_due(&self, codes: &[CodedReason], findings: &[Finding], had_back: bool) -> BTreeSet<Step> {
        let mut due = BTreeSet::new();
        for coded in codes {
            let steps: BTreeSet<Step> =
                self.redo(coded, findings).iter().map(|redo| redo.step(coded.image)).collect();
            let without_back = steps.contains(&Step::Front) && !had_back;
            due.extend(steps.into_iter().filter(|step| *step != Step::Back || !without_back));
        }
        due
    }

    fn redo(&self, coded: &CodedReason, findings: &[Finding]) -> &[Redo] {
        let rule = findings
            .iter()
            .filter(|f| self.coded_reason(f).as_ref() == Some(coded))
            .find_map(|f| self.rule(f.code).steps.as_deref());
        rule.or_else(|| self.code(&coded.code).map(|code| code.steps_of(&coded.reason))).unwrap_or_default()
    }

    fn verdict<'a>(&self, findings: &'a [Finding]) -> Verdict<'a> {
        let (mut fatal, mut given, mut doubts) = (Vec::new(), Vec::new(), Vec::new());
        for finding in findings {
            let rule = self.rule(finding.code);
            match (rule.action, self.irrevocable(rule)) {
                (Action::Ignore, _) => {}
                (Action::Decline, true) if finding.witnesses >= self.witnesses_min => fatal.push(finding),
                (Action::Decline, false) => given.push(finding),
                (Action::Review | Action::Decline, _) => doubts.push(finding),
            }
        }
        let all = given.clone();
        given.retain(|finding| !self.settled_by_firm(finding, &all));
        let in_doubt = doubts.iter().any(|doubt| !given.iter().any(|cause| self.settles(cause, doubt)));
        match (fatal.is_empty(), given.is_empty(), in_doubt) {
            (false, _, _) => Verdict::Rejected(fatal),
            (true, false, false) => Verdict::Rejected(given),
            (true, true, false) => Verdict::Clear,
            (true, _, true) => Verdict::Doubtful,
        }
    }

    /// Whether a rejection that nothing can settle settles this one. So of several rejections one always stays.
    fn settled_by_firm(&self, finding: &Finding, given: &[&Finding]) -> bool {
        let firm = given.iter().filter(|cause| self.rule(cause.code).explained_by.is_empty());
        firm.into_iter().any(|cause| self.settles(cause, finding))
    }

    /// Whether the code that `cause` leads to is one that explains `finding`.
    fn settles(&self, cause: &Finding, finding: &Finding) -> bool {
        let Some(coded) = self.coded_reason(cause) else { return false };
        let explained_by = &self.rule(finding.code).explained_by;
        explained_by.iter().any(|name| *name == coded.code || *name == coded.spelled())
    }

    fn irrevocable(&self, rule: &Rule) -> bool {
        rule.code.as_deref().and_then(|code| self.code(code)).is_some_and(CodeText::irrevocable)
    }

    fn coded(&self, findings: Vec<&Finding>) -> Vec<CodedReason> {
        self.ordered(findings.into_iter().filter_map(|finding| self.coded_reason(finding)).collect())
    }

    fn coded_reason(&self, finding: &Finding) -> Option<CodedReason> {
        let rule = self.rule(finding.code);
        let by_field =
            || finding.field.and_then(|field| self.field_reasons.get(&field)).cloned().unwrap_or_default();
        Some(CodedReason {
            code: rule.code.clone()?,
            reason: if rule.reason == "by_field" { by_field() } else { rule.reason.clone() },
            image: finding.image,
            field: finding.field,
            diagnosis: finding.diagnosis,
            region: finding.region.clone(),
            value: finding.value,
            threshold: finding.threshold,
        })
    }

    /// Gravest first, then by code, picture and place from the top; each place once.
    fn ordered(&self, mut codes: Vec<CodedReason>) -> Vec<CodedReason> {
        codes.sort_by(|a, b| self.gravity(b).cmp(&self.gravity(a)).then_with(|| place(a).cmp(&place(b))));
        codes.dedup_by(|a, b| {
            (&a.code, &a.reason, a.image, a.field) == (&b.code, &b.reason, b.image, b.field)
        });
        codes
    }

    fn gravity(&self, coded: &CodedReason) -> Option<(Resubmission, super::Difficulty)> {
        self.code(&coded.code).map(|code| (code.resubmission, code.difficulty))
    }

    fn decision(
        &self,
        outcome: Outcome,
        codes: Vec<CodedReason>,
        findings: &[Finding],
        by: DecidedBy,
        models: &[ModelUsed],
        now: Timestamp,
    ) -> Decision {
        let retry = self.retry_after(outcome, &codes, by, now);
        let (findings, models) = (findings.to_vec(), models.to_vec());
        Decision { outcome, codes, findings, policy: self.id(), models, by, at: now, retry, message: None }
    }

    fn retry_after(&self, outcome: Outcome, codes: &[CodedReason], by: DecidedBy, now: Timestamp) -> Retry {
        if outcome != Outcome::Rejected {
            return Retry::NotNeeded;
        }
        let gravest =
            codes.iter().filter_map(|coded| self.code(&coded.code)).map(|code| code.resubmission).max();
        match (gravest, by) {
            (Some(Resubmission::Never), _) => Retry::Never,
            (Some(Resubmission::Ticket), _) => Retry::Ticket,
            (_, DecidedBy::Automatic) => Retry::Now,
            (_, DecidedBy::Reviewer(_)) => {
                let [from, until] = self.retry.manual_hold_off_minutes.map(|minutes| later(now, minutes));
                Retry::Advised { from, until }
            }
        }
    }
}

enum Verdict<'a> {
    Rejected(Vec<&'a Finding>),
    Doubtful,
    Clear,
}

fn place(coded: &CodedReason) -> (&str, Option<ImageRole>, i64, &str, Option<crate::observation::Field>) {
    let top = coded
        .region
        .iter()
        .flat_map(|region| &region.corners)
        .map(|point| f64::from(point.y))
        .reduce(f64::min);
    // Fractions of the picture in steps of a millionth: an order that is total.
    (&coded.code, coded.image, top.map_or(-1, |y| (y * 1e6) as i64), &coded.reason, coded.field)
}

fn later(now: Timestamp, minutes: u32) -> Timestamp {
    now.checked_add(SignedDuration::from_mins(i64::from(minutes))).unwrap_or(Timestamp::MAX)
}
