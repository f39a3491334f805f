//! The only way to change a case: a command becomes a transition, or is refused.

mod cancel;
mod conclude;
mod decide;
mod desk;
mod expiry;
mod lift;
mod liveness;
mod open_session;
mod outcome;
mod revoke;
mod submit;
#[cfg(test)]
mod tests;
mod ticket;

use jiff::Timestamp;

pub(crate) use conclude::automatic;

use crate::{
    case::{Attempt, Case, Session, Status},
    id::{AttemptId, SessionId},
    policy::Policy,
    task::{Level, Reviewer},
    ticket::TicketKind,
    transition::{AuditEntry, Command, Notice, Refusal, Transition},
};

/// What a command changes. Nothing is written here: the caller commits the transition.
///
/// `policy` is the one that the session names (for [`Command::OpenSession`], the one that it will keep). Where the
/// clock has gone backwards, `now` is read as the latest moment in the case.
///
/// A transition may carry a `refusal`: it is committed and then reported as that refusal.
///
/// # Errors
/// If the command is not possible now; nothing changes.
pub fn apply(case: &Case, command: Command, policy: &Policy, now: Timestamp) -> Result<Transition, Refusal> {
    let now = case.moment(now);
    match command {
        Command::OpenSession { session, expires_at } => {
            open_session::apply(case, session, expires_at, policy, now)
        }
        Command::Submit { session, attempt, evidence, claims } => {
            let handed_in = submit::HandedIn { attempt, evidence, claims };
            submit::apply(case, session, handed_in, policy, now)
        }
        Command::Conclude { session, attempt, findings, models, identity } => {
            let concluded = conclude::Concluded { attempt, findings, models, identity };
            conclude::apply(case, session, concluded, policy, now)
        }
        Command::Decide { session, attempt, reviewer, verdict, remarks, seen, identity } => {
            let decided = decide::Decided { attempt, reviewer, verdict, remarks, seen, identity };
            decide::apply(case, session, decided, policy, now)
        }
        Command::Escalate { session, reviewer, note } => desk::escalate(case, session, reviewer, note, now),
        Command::Assign { session, by, to } => desk::assign(case, session, by, to, now),
        Command::OpenTicket { session, ticket, kind, evidence, description, wanted } => {
            let opened = ticket::Opened { ticket, kind, evidence, description, wanted };
            ticket::open(case, session, opened, policy, now)
        }
        Command::ExamineTicket { ticket, findings, .. } => ticket::examined(case, ticket, findings, now),
        Command::SayInTicket { ticket, from, text, asks, .. } => {
            ticket::say(case, ticket, from, text, asks, now)
        }
        Command::WithdrawTicket { ticket, .. } => ticket::withdraw(case, ticket, now),
        Command::AnswerTicket { ticket, reviewer, answer, remarks, seen, identity, .. } => {
            let answered = ticket::Answered { reviewer, answer, remarks, seen, identity };
            ticket::answer(case, ticket, answered, policy, now)
        }
        Command::Revoke { session, reviewer, note } => revoke::apply(case, session, reviewer, note, now),
        Command::LiftLocks { session, reviewer, note } => {
            lift::apply(case, session, reviewer, note, policy, now)
        }
        Command::NoticeExpiry { session } => expiry::apply(case, session, policy, now),
        Command::EndLiveness { session, failure } => liveness::apply(case, session, failure, policy, now),
        Command::Cancel { session } => cancel::apply(case, session, now),
    }
}

impl Transition {
    /// A transition that does nothing yet.
    fn of(case: &Case) -> Transition {
        Transition {
            applicant: case.applicant,
            expected_version: case.version,
            events: Vec::new(),
            jobs: Vec::new(),
            audit: Vec::new(),
            outbox: Vec::new(),
            refusal: None,
        }
    }

    fn audit(&mut self, action: &str, session: SessionId, attempt: Option<AttemptId>, detail: String) {
        self.audit.push(AuditEntry { action: action.to_owned(), session: Some(session), attempt, detail });
    }

    /// Tells the host of something that has no codes.
    fn tell(&mut self, kind: &str, session: SessionId) {
        self.outbox.push(Notice { kind: kind.to_owned(), session, codes: Vec::new() });
    }
}

/// Refused where something has happened since a reviewer looked.
fn unmoved(case: &Case, seen: Option<u64>) -> Result<(), Refusal> {
    if seen.is_some_and(|seen| seen != case.version) { Err(Refusal::CaseMoved) } else { Ok(()) }
}

/// Refused to whoever is no senior.
fn senior(reviewer: Reviewer) -> Result<(), Refusal> {
    if reviewer.level < Level::Senior { Err(Refusal::NotForReviewer) } else { Ok(()) }
}

/// The session, if it is this case's.
fn session(case: &Case, id: SessionId) -> Result<&Session, Refusal> {
    case.sessions.get(&id).ok_or(Refusal::SessionUnknown)
}

/// The session's latest attempt, if it is this one and the session stands at `status`.
fn latest_attempt(session: &Session, id: AttemptId, status: Status) -> Result<&Attempt, Refusal> {
    let attempt =
        session.attempts.last().filter(|attempt| attempt.id == id).ok_or(Refusal::AttemptUnknown)?;
    if session.status == status { Ok(attempt) } else { Err(Refusal::WrongStatus(session.status)) }
}

/// Refused where the session waits for nothing from its applicant, or not any more.
fn takes_input(case: &Case, session: &Session, now: Timestamp) -> Result<(), Refusal> {
    let appeal = still_open(case);
    if session.status != Status::RequiresInput && appeal != Err(Refusal::AppealOpen) {
        return Err(Refusal::WrongStatus(session.status));
    }
    appeal?;
    let expired = now >= session.expires_at;
    if expired { Err(Refusal::SessionExpired(session.expires_at)) } else { Ok(()) }
}

/// Refused where the applicant is verified, or was declined for good: another session is no way around that.
fn still_open(case: &Case) -> Result<(), Refusal> {
    if case.open_ticket().is_some_and(|ticket| ticket.kind == TicketKind::Appeal) {
        return Err(Refusal::AppealOpen);
    }
    if case.identity.is_some() {
        return Err(Refusal::AlreadyVerified);
    }
    let declined = case.sessions.values().any(|session| session.status == Status::Declined);
    if declined { Err(Refusal::WrongStatus(Status::Declined)) } else { Ok(()) }
}
