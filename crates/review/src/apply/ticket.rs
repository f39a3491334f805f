//! Opening a ticket, writing in it, examining its pictures, taking it back and answering it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::session;
use crate::{
    case::{Attempt, Case, Claims, IdentityRecord, Session, Step},
    decision::{DecidedBy, Decision},
    finding::Finding,
    id::{Digest, ReviewerId, SessionId, TicketId},
    policy::Policy,
    task::Reviewer,
    ticket::{self, Answer, Attachment, Author, MESSAGES_MAX, Message, Ticket, TicketKind},
    transition::{AuditEntry, Command, Event, Job, Notice, ReadIdentity, Refusal, Remarks, Transition},
    words::Words,
};

/// What the applicant brings.
struct Opened {
    ticket: TicketId,
    kind: TicketKind,
    evidence: BTreeMap<Attachment, Digest>,
    description: Words,
    wanted: Option<Claims>,
}

/// What the reviewer brings.
struct Answered {
    reviewer: Reviewer,
    answer: Answer,
    remarks: Remarks,
    seen: Option<u64>,
    identity: Option<ReadIdentity>,
}

/// What a command about a ticket changes.
pub(super) fn apply(
    case: &Case,
    command: Command,
    policy: &Policy,
    now: Timestamp,
) -> Result<Transition, Refusal> {
    match command {
        Command::OpenTicket { session, ticket, kind, evidence, description, wanted } => {
            open(case, session, Opened { ticket, kind, evidence, description, wanted }, policy, now)
        }
        Command::ExamineTicket { ticket, findings, .. } => examined(case, ticket, findings, now),
        Command::SayInTicket { ticket, from, text, asks, .. } => say(case, ticket, from, text, asks, now),
        Command::WithdrawTicket { ticket, .. } => withdraw(case, ticket, now),
        Command::AnswerTicket { ticket, reviewer, answer: how, remarks, seen, identity, .. } => {
            let answered = Answered { reviewer, answer: how, remarks, seen, identity };
            answer(case, ticket, answered, policy, now)
        }
        _ => Err(Refusal::TicketUnknown),
    }
}

/// Opens a ticket and has its pictures examined.
fn open(
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
fn examined(
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
fn say(
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
fn withdraw(case: &Case, id: TicketId, now: Timestamp) -> Result<Transition, Refusal> {
    let ticket = open_ticket(case, id)?;
    let mut transition = started(case, ticket.session, "ticket.withdrawn", format!("ticket={id}"));
    transition.events.push(Event::TicketWithdrawn { ticket: id, at: now });
    Ok(transition)
}

/// A person answers. Granting what the policy lists takes two; the answer has words for the applicant.
fn answer(
    case: &Case,
    id: TicketId,
    answered: Answered,
    policy: &Policy,
    now: Timestamp,
) -> Result<Transition, Refusal> {
    let ticket = open_ticket(case, id)?;
    may_answer(case, ticket, answered.reviewer.id)?;
    if answered.seen.is_some_and(|seen| seen != case.version) {
        return Err(Refusal::CaseMoved);
    }
    if answered.remarks.public.is_none() {
        return Err(Refusal::AnswerUnexplained);
    }
    let session = session(case, ticket.session)?;
    let attempt = session.attempts.last().ok_or(Refusal::AttemptUnknown)?;
    let effect = effect(case, ticket, session, attempt, &answered, policy, now)?;
    let two = ticket::takes_two(ticket, attempt.decision.as_ref(), policy) || answered.remarks.second;
    if answered.answer != Answer::Refuse && two && ticket.granted_by.is_empty() {
        return Ok(opine(case, ticket, answered, now));
    }
    Ok(close(case, ticket, answered, effect, now))
}

fn opine(case: &Case, ticket: &Ticket, answered: Answered, now: Timestamp) -> Transition {
    let detail = format!("ticket={} by=reviewer:{}", ticket.id, answered.reviewer.id);
    let mut transition = started(case, ticket.session, "ticket.opined", detail);
    transition.events.push(Event::TicketOpined {
        ticket: ticket.id,
        reviewer: answered.reviewer.id,
        note: answered.remarks.note,
        at: now,
    });
    transition
}

fn close(case: &Case, ticket: &Ticket, answered: Answered, effect: Vec<Event>, now: Timestamp) -> Transition {
    let granted = answered.answer != Answer::Refuse;
    let said = if granted { "granted" } else { "refused" };
    let detail = format!("ticket={} answer={said} by=reviewer:{}", ticket.id, answered.reviewer.id);
    let mut transition = started(case, ticket.session, "ticket.answered", detail);
    transition.events.push(Event::TicketAnswered {
        ticket: ticket.id,
        reviewer: answered.reviewer.id,
        granted,
        message: answered.remarks.public,
        note: answered.remarks.note,
        at: now,
    });
    transition.events.extend(effect);
    transition
}

/// What an answer changes beside the ticket.
fn effect(
    case: &Case,
    ticket: &Ticket,
    session: &Session,
    attempt: &Attempt,
    answered: &Answered,
    policy: &Policy,
    now: Timestamp,
) -> Result<Vec<Event>, Refusal> {
    match (&answered.answer, ticket.kind) {
        (Answer::Refuse, _) => Ok(Vec::new()),
        (Answer::Grant, TicketKind::Appeal) => overturned(session, attempt, answered, policy, now),
        (Answer::Grant, TicketKind::Correction) => corrected(case, session, answered, now),
        (Answer::Reopen { expires_at }, TicketKind::Appeal) => Ok(vec![reopened(session, *expires_at, now)]),
        (Answer::Reopen { .. }, TicketKind::Correction) => Err(Refusal::StepsNotFitting),
    }
}

fn overturned(
    session: &Session,
    attempt: &Attempt,
    answered: &Answered,
    policy: &Policy,
    now: Timestamp,
) -> Result<Vec<Event>, Refusal> {
    let read = answered.identity.clone().ok_or(Refusal::IdentityMissing)?;
    let before = attempt.decision.as_ref();
    let (findings, models) = before.map(|d| (d.findings.as_slice(), d.models.as_slice())).unwrap_or_default();
    let by = DecidedBy::Reviewer(answered.reviewer.id);
    let decision =
        Decision { message: answered.remarks.public.clone(), ..policy.approve(findings, by, models, now) };
    let identity = IdentityRecord::new(read, attempt.id, now, &policy.capabilities);
    Ok(vec![
        Event::Overturned { session: session.id, attempt: attempt.id, decision },
        Event::Verified { session: session.id, identity },
    ])
}

fn reopened(session: &Session, expires_at: Timestamp, now: Timestamp) -> Event {
    let handed_in = session.attempts.last().map(|attempt| &attempt.evidence);
    let had = |step: Step| {
        step.image().is_none_or(|role| handed_in.is_some_and(|evidence| evidence.contains_key(&role)))
    };
    let steps: BTreeSet<Step> = Step::ALL.iter().copied().filter(|step| had(*step)).collect();
    Event::Reopened { session: session.id, steps_due: steps.into_iter().collect(), expires_at, at: now }
}

/// The new version of the identity record. Capabilities stay as they were.
fn corrected(
    case: &Case,
    session: &Session,
    answered: &Answered,
    now: Timestamp,
) -> Result<Vec<Event>, Refusal> {
    let read = answered.identity.clone().ok_or(Refusal::IdentityMissing)?;
    let before = case.identity.as_ref().ok_or(Refusal::IdentityMissing)?;
    let record = IdentityRecord::new(read, before.attempt, now, &before.capabilities);
    let identity = IdentityRecord { version: before.version + 1, ..record };
    Ok(vec![Event::Corrected { session: session.id, identity }])
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
    transition.audit.push(AuditEntry {
        action: action.to_owned(),
        session: Some(session),
        attempt: None,
        detail,
    });
    transition.outbox.push(Notice { kind: action.to_owned(), session, codes: Vec::new() });
    transition
}
