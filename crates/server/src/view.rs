//! How a session is shown: its case, its pictures, how far it is and how long it may take.

use jiff::{Timestamp, civil::Date, tz::Offset};
use review::{
    case::{Attempt, Case, Session, Status},
    finding::FindingCode,
    id::{ReviewerId, SessionId, TicketId},
    judge::{Circumstances, Judgement, judge},
    observation::Examination,
    policy::Policy,
    task::Reviewer,
    ticket::Ticket,
};

use crate::{
    access::{DECIDERS, Operator, level_of},
    app::Inner,
    estimate,
    problem::{self, Problem},
    wire,
};

impl Inner {
    /// A session as it is sent.
    pub(crate) async fn show(&self, case: &Case, id: SessionId) -> Result<wire::Session, Problem> {
        let session = session(case, id)?;
        let around = self.around(session).await?;
        Ok(wire::Session::new(case, session, &self.policy_of(case, id), &around, self.now()))
    }

    /// What is shown with a session beside its case.
    pub(crate) async fn around(&self, session: &Session) -> Result<wire::Around, Problem> {
        let evidence = self.store().evidence_of(session.id).await?;
        let progress = session.attempts.last().map(|attempt| self.progress.of(attempt));
        let estimate = match session.status {
            Status::Processing => {
                Some(estimate::automatic(&self.store().automatic_figures().await?, self.config.workers))
            }
            Status::InReview => self.manual_estimate(session).await?,
            _ => None,
        };
        Ok(wire::Around { evidence, progress, estimate })
    }

    /// How a session stands in the queue, as this reviewer sees it, among all who may decide.
    pub(crate) async fn waiting(
        &self,
        session: SessionId,
        operator: Operator,
        deciders: &[ReviewerId],
    ) -> Result<Option<wire::Waiting>, Problem> {
        let waiting = self.store().waiting(session, self.now()).await?;
        Ok(waiting.map(|waiting| wire::Waiting::new(waiting, operator.0, deciders)))
    }

    /// Everybody who may decide cases.
    pub(crate) async fn deciders(&self) -> Result<Vec<ReviewerId>, Problem> {
        Ok(self.store().operators(DECIDERS).await?)
    }

    /// Somebody who may decide cases, with how far they may go.
    pub(crate) async fn decider(&self, id: ReviewerId) -> Result<Reviewer, Problem> {
        for role in DECIDERS {
            if self.store().operators(&[*role]).await?.contains(&id) {
                return Ok(Reviewer { id, level: level_of(*role) });
            }
        }
        Err(Problem::new(problem::REVIEWER_UNKNOWN))
    }

    async fn manual_estimate(&self, session: &Session) -> Result<Option<wire::Estimate>, Problem> {
        let Some(task) = &session.task else { return Ok(None) };
        let figures = self.store().manual_figures(self.now(), task.due_at).await?;
        Ok(Some(estimate::manual(&figures, &self.policy().review)))
    }

    /// Judges a stored examination again, as it was judged when it was decided.
    pub(crate) fn judge_again(
        &self,
        policy: &Policy,
        attempt: &Attempt,
        examination: &Examination,
    ) -> Judgement {
        let findings = attempt.decision.iter().flat_map(|decision| &decision.findings);
        let duplicate_document =
            findings.into_iter().any(|finding| finding.code == FindingCode::DocumentDuplicate);
        let circumstances = Circumstances { duplicate_document };
        judge(examination, &attempt.claims, &circumstances, policy, day(attempt.submitted_at))
    }
}

/// The session of that name within its case.
pub(crate) fn session(case: &Case, id: SessionId) -> Result<&Session, Problem> {
    case.sessions.get(&id).ok_or_else(|| Problem::new(problem::SESSION_UNKNOWN))
}

/// The ticket of that name within its case.
pub(crate) fn ticket(case: &Case, id: TicketId) -> Result<&Ticket, Problem> {
    case.tickets.get(&id).ok_or_else(|| Problem::new(problem::TICKET_UNKNOWN))
}

/// As [`ticket`]; to a session those of others are unknown.
pub(crate) fn own_ticket(case: &Case, session: SessionId, id: TicketId) -> Result<&Ticket, Problem> {
    let own = ticket(case, id).ok().filter(|ticket| ticket.session == session);
    own.ok_or_else(|| Problem::new(problem::TICKET_UNKNOWN))
}

/// The latest attempt of a session.
pub(crate) fn latest(session: &Session) -> Result<&Attempt, Problem> {
    session.attempts.last().ok_or_else(|| Problem::new(problem::REPORT_NONE))
}

/// The calendar day (UTC) on which an attempt is judged: that of its submission, so that a late worker judges alike.
pub(crate) fn day(at: Timestamp) -> Date {
    Offset::UTC.to_datetime(at).date()
}
