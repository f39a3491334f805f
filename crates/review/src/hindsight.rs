//! An attempt decided again from its record: under the policy that decided it, to see that nothing else comes out, or
//! under another one, to see what would change.

mod tally;
#[cfg(test)]
mod tests;

use jiff::{Timestamp, tz::Offset};

pub use tally::{Changed, Codes, Tally};

use crate::{
    apply::automatic,
    case::Claims,
    decision::{DecidedBy, Decision},
    finding::{Finding, FindingCode},
    id::{AttemptId, SessionId},
    judge::{Circumstances, Judgement, judge},
    observation::Examination,
    policy::Policy,
    transition::Event,
};

/// What is kept of an attempt beside its examination.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Which session.
    pub session: SessionId,
    /// Which attempt.
    pub attempt: AttemptId,
    /// What was typed.
    pub claims: Claims,
    /// When it was handed in: age and expiry count from this day.
    pub submitted_at: Timestamp,
    /// What the machine decided; `None` where it has not, or was not asked any more.
    pub automatic: Option<Decision>,
    /// What people decided afterwards, oldest first.
    pub people: Vec<Decision>,
}

impl Recorded {
    /// An attempt as the events of its applicant tell of it; `None` where they do not.
    #[must_use]
    pub fn of(events: &[Event], wanted: AttemptId) -> Option<Recorded> {
        let mut recorded = events.iter().find_map(|event| submitted(event, wanted))?;
        let decisions = events.iter().filter_map(Event::decision).filter(|(attempt, _)| *attempt == wanted);
        for (_, decision) in decisions {
            match decision.by {
                DecidedBy::Automatic => recorded.automatic = Some(decision.clone()),
                DecidedBy::Reviewer(_) => recorded.people.push(decision.clone()),
            }
        }
        Some(recorded)
    }

    /// Decides once more what the machine decided, at the moment of that decision and with what it knew beside the
    /// evidence. The examination may be absent where the record says that none could be made.
    ///
    /// `None` where the machine decided nothing, or where what it decided on is gone.
    #[must_use]
    pub fn decide_again(&self, examination: Option<&Examination>, policy: &Policy) -> Option<Decision> {
        let before = self.automatic.as_ref()?;
        let (findings, models, identity) = match examination {
            Some(examination) => {
                let Judgement { findings, identity, .. } = self.judge_again(examination, before, policy);
                (findings, examination.models.as_slice(), identity.is_some())
            }
            None if self.was_given_up() => {
                (vec![Finding::new(FindingCode::ExaminationFailed)], Default::default(), false)
            }
            None => return None,
        };
        Some(automatic(&findings, models, identity, policy, before.at))
    }

    /// Whether the examination could not be finished, so that none was kept.
    #[must_use]
    pub fn was_given_up(&self) -> bool {
        let only = [Finding::new(FindingCode::ExaminationFailed)];
        self.automatic
            .as_ref()
            .is_some_and(|decision| decision.findings == only && decision.models.is_empty())
    }

    fn judge_again(&self, examination: &Examination, before: &Decision, policy: &Policy) -> Judgement {
        let known = |finding: &Finding| finding.code == FindingCode::DocumentDuplicate;
        let circumstances = Circumstances { duplicate_document: before.findings.iter().any(known) };
        let day = Offset::UTC.to_datetime(self.submitted_at).date();
        judge(examination, &self.claims, &circumstances, policy, day)
    }
}

fn submitted(event: &Event, wanted: AttemptId) -> Option<Recorded> {
    match event {
        Event::Submitted { session, attempt, claims, at, .. } if *attempt == wanted => Some(Recorded {
            session: *session,
            attempt: *attempt,
            claims: claims.clone(),
            submitted_at: *at,
            automatic: None,
            people: Vec::new(),
        }),
        _ => None,
    }
}
