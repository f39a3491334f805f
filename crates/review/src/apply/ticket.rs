//! Opening a ticket, writing in it, examining its pictures, taking it back and answering it.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{decide, outcome, session, unmoved};
use crate::{
    case::{Attempt, Case, Claims, IdentityRecord, Session, Step},
    decision::{DecidedBy, Decision},
    finding::Finding,
    id::{Digest, ReviewerId, SessionId, TicketId},
    policy::Policy,
    task::Reviewer,
    ticket::{self, Answer, Attachment, Author, MESSAGES_MAX, Message, Ticket, TicketKind},
    transition::{Event, Job, ReadIdentity, Refusal, Remarks, Transition},
    words::Words,
};

/// What the applicant brings.
pub(super) struct Opened {
    pub(super) ticket: TicketId,
    pub(super) kind: TicketKind,
    pub(super) evidence: BTreeMap<Attachment, Digest>,
    pub(super) description: Words,
    pub(super) wanted: Option<Claims>,
}

/// What the reviewer brings.
pub(super) struct Answered {
    pub(super) reviewer: Reviewer,
    pub(super) answer: Answer,
    pub(super) remarks: Remarks,
    pub(super) seen: Option<u64>,
    pub(super) identity: Option<ReadIdentity>,
}

/// Opens a ticket and has its pictures examined.
pub(super) fn open(
    case: &Case,
    id: SessionId,
    opened: Opened,
    policy: &Policy,
    now: Timestamp,
) -> Result<Transition, Refusal> {
    case.may_open(opened.kind, id, policy)?;
    if case.tickets.contains_key(&opened.ticket) {
        return Err(Refusal::TicketOpen);
    }
    let required = opened.kind.required().iter().copied();
    let missing: Vec<Attachment> = required.filter(|a| !opened.evidence.contains_key(a)).collect();
    if !missing.is_empty() {
        return Err(Refusal::AttachmentsMissing(missing));
    }
    let asks_something = opened.wanted.as_ref().is_some_and(|wanted| !wanted.is_empty());
    if asks_something != (opened.kind == TicketKind::Correction) {
        return Err(Refusal::CorrectionUnclear);
    }
    let Opened { ticket, kind, evidence, description, wanted } = opened;
    let due_at = policy.tickets.calendar.after_working_days(now, policy.tickets.working_days[1]);
    let mut transition = started(case, id, "ticket.opened", format!("ticket={ticket} due={due_at}"));
    transition.jobs.push(Job::ExamineTicket { session: id, ticket });
    transition.events.push(Event::TicketOpened {
        ticket,
        kind,
        session: id,
        evidence,
        description,
        wanted,
        at: now,
        due_at,
    });
    Ok(transition)
}

/// What was found on a ticket's pictures. A worker that comes twice changes nothing.
pub(super) fn examined(
    case: &Case,
    id: TicketId,
    findings: Vec<Finding>,
    now: Timestamp,
) -> Result<Transition, Refusal> {
    let ticket = open_ticket(case, id)?;
    if ticket.findings.is_some() {
        return Err(Refusal::TicketClosed);
    }
    let mut transition = Transition::of(case);
    transition.events.push(Event::TicketExamined { ticket: id, findings, at: now });
    Ok(transition)
}

/// A message. A reviewer's may be a question, and then the clock stands still until the applicant answers.
pub(super) fn say(
    case: &Case,
    id: TicketId,
    from: Author,
    text: Words,
    asks: bool,
    now: Timestamp,
) -> Result<Transition, Refusal> {
    let ticket = open_ticket(case, id)?;
    if ticket.messages.len() >= MESSAGES_MAX {
        return Err(Refusal::MessagesTooMany);
    }
    if let Author::Reviewer(reviewer) = from {
        may_answer(case, ticket, reviewer)?;
    }
    let who = match from {
        Author::Applicant => "applicant".to_owned(),
        Author::Reviewer(reviewer) => format!("reviewer:{reviewer}"),
    };
    let mut transition = started(case, ticket.session, "ticket.said", format!("ticket={id} by={who}"));
    let asks = asks && from != Author::Applicant;
    transition.events.push(Event::TicketSaid { ticket: id, message: Message { from, text, at: now }, asks });
    Ok(transition)
}

/// The applicant takes a ticket back.
pub(super) fn withdraw(case: &Case, id: TicketId, now: Timestamp) -> Result<Transition, Refusal> {
    let ticket = open_ticket(case, id)?;
    let mut transition = started(case, ticket.session, "ticket.withdrawn", format!("ticket={id}"));
    transition.events.push(Event::TicketWithdrawn { ticket: id, at: now });
    Ok(transition)
}

/// A person answers. Granting what the policy lists takes two; the answer has words for the applicant.
pub(super) fn answer(
    case: &Case,
    id: TicketId,
    answered: Answered,
    policy: &Policy,
    now: Timestamp,
) -> Result<Transition, Refusal> {
    let ticket = open_ticket(case, id)?;
    may_answer(case, ticket, answered.reviewer.id)?;
    unmoved(case, answered.seen)?;
    if answered.remarks.public.is_none() {
        return Err(Refusal::AnswerUnexplained);
    }
    let session = session(case, ticket.session)?;
    let attempt = session.attempts.last().ok_or(Refusal::AttemptUnknown)?;
    let closed = close(case, ticket, session, attempt, &answered, policy, now)?;
    let two = ticket::takes_two(ticket, attempt.decision.as_ref(), policy) || answered.remarks.second;
    let reopens = answered.answer.reopens();
    // Two persons agree where both would grant the same.
    let agreed = ticket.grants.iter().any(|grant| grant.reopens == reopens);
    let alone = answered.answer != Answer::Refuse && two && !agreed;
    Ok(if alone { opine(case, ticket, answered, now) } else { closed })
}

fn opine(case: &Case, ticket: &Ticket, answered: Answered, now: Timestamp) -> Transition {
    let detail = format!("ticket={} by=reviewer:{}", ticket.id, answered.reviewer.id);
    let mut transition = started(case, ticket.session, "ticket.opined", detail);
    transition.events.push(Event::TicketOpined {
        ticket: ticket.id,
        reviewer: answered.reviewer.id,
        reopens: answered.answer.reopens(),
        note: answered.remarks.note,
        at: now,
    });
    transition
}

/// The answer, with what it changes beside the ticket.
fn close(
    case: &Case,
    ticket: &Ticket,
    session: &Session,
    attempt: &Attempt,
    answered: &Answered,
    policy: &Policy,
    now: Timestamp,
) -> Result<Transition, Refusal> {
    let granted = answered.answer != Answer::Refuse;
    let said = if granted { "granted" } else { "refused" };
    let detail = format!("ticket={} answer={said} by=reviewer:{}", ticket.id, answered.reviewer.id);
    let mut transition = started(case, ticket.session, "ticket.answered", detail);
    transition.events.push(Event::TicketAnswered {
        ticket: ticket.id,
        reviewer: answered.reviewer.id,
        granted,
        message: answered.remarks.public.clone(),
        note: answered.remarks.note.clone(),
        at: now,
    });
    match (&answered.answer, ticket.kind) {
        (Answer::Refuse, _) => {}
        (Answer::Grant, TicketKind::Appeal) => {
            overturn(&mut transition, session, attempt, answered, policy, now)?;
        }
        (Answer::Grant, TicketKind::Correction) => correct(&mut transition, case, session, answered, now)?,
        (Answer::Reopen { expires_at }, TicketKind::Appeal) => {
            transition.events.push(reopened(session, *expires_at, now));
        }
        (Answer::Reopen { .. }, TicketKind::Correction) => return Err(Refusal::StepsNotFitting),
    }
    Ok(transition)
}

/// Decides the attempt anew, and verifies as every approval does.
fn overturn(
    transition: &mut Transition,
    session: &Session,
    attempt: &Attempt,
    answered: &Answered,
    policy: &Policy,
    now: Timestamp,
) -> Result<(), Refusal> {
    let read = answered.identity.clone().ok_or(Refusal::IdentityMissing)?;
    let (findings, models) = decide::examined(attempt);
    let by = DecidedBy::Reviewer(answered.reviewer.id);
    let decision =
        Decision { message: answered.remarks.public.clone(), ..policy.approve(findings, by, models, now) };
    transition.events.push(Event::Overturned { session: session.id, attempt: attempt.id, decision });
    outcome::verify(transition, session.id, attempt, read, policy, now);
    Ok(())
}

fn reopened(session: &Session, expires_at: Timestamp, now: Timestamp) -> Event {
    let handed_in = session.attempts.last().map(|attempt| &attempt.evidence);
    let had = |step: Step| {
        step.image().is_none_or(|role| handed_in.is_some_and(|evidence| evidence.contains_key(&role)))
    };
    let steps_due = Step::ALL.iter().copied().filter(|step| had(*step)).collect();
    Event::Reopened { session: session.id, steps_due, expires_at, at: now }
}

/// The new version of the identity record. Capabilities stay as they were.
fn correct(
    transition: &mut Transition,
    case: &Case,
    session: &Session,
    answered: &Answered,
    now: Timestamp,
) -> Result<(), Refusal> {
    let read = answered.identity.clone().ok_or(Refusal::IdentityMissing)?;
    let before = case.identity.as_ref().ok_or(Refusal::IdentityMissing)?;
    let record = IdentityRecord::new(read, before.attempt, now, &before.capabilities);
    let identity = IdentityRecord { version: before.version + 1, ..record };
    transition.events.push(Event::Corrected { session: session.id, identity });
    Ok(())
}

fn may_answer(case: &Case, ticket: &Ticket, reviewer: ReviewerId) -> Result<(), Refusal> {
    let out = case.excluded(ticket.session).contains(&reviewer);
    if out { Err(Refusal::ReviewerExcluded) } else { Ok(()) }
}

fn open_ticket(case: &Case, id: TicketId) -> Result<&Ticket, Refusal> {
    let ticket = case.tickets.get(&id).ok_or(Refusal::TicketUnknown)?;
    if ticket.status.is_open() { Ok(ticket) } else { Err(Refusal::TicketClosed) }
}

/// A transition with its audit entry, and a notice of the same name for the host.
fn started(case: &Case, session: SessionId, action: &str, detail: String) -> Transition {
    let mut transition = Transition::of(case);
    transition.audit(action, session, None, detail);
    transition.tell(action, session);
    transition
}
