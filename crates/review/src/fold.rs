//! A case as the sum of its events.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::{
    case::{Attempt, Case, Session, Status, Step},
    decision::{Decision, Outcome, Retry},
    id::{ApplicantId, AttemptId, SessionId, TicketId},
    task::{Level, Task},
    ticket::{Author, Grant, Message, Ticket, TicketStatus},
    transition::Event,
};

impl Case {
    /// A case in which nothing has happened.
    #[must_use]
    pub fn new(applicant: ApplicantId) -> Case {
        Case {
            applicant,
            version: 0,
            sessions: BTreeMap::new(),
            submissions: Vec::new(),
            locked_until: None,
            liveness_failures: 0,
            liveness_locked_until: None,
            identity: None,
            expiry_noticed: None,
            identities_before: Vec::new(),
            tickets: BTreeMap::new(),
            clock: Timestamp::MIN,
        }
    }

    /// The case after these events, oldest first.
    pub fn fold<'a>(applicant: ApplicantId, events: impl IntoIterator<Item = &'a Event>) -> Case {
        let mut case = Case::new(applicant);
        for event in events {
            case.evolve(event);
        }
        case
    }

    /// Takes in one event. What names an unknown session or attempt changes nothing but the version.
    pub fn evolve(&mut self, event: &Event) {
        self.version += 1;
        self.clock = self.clock.max(moment(event));
        match event {
            Event::SessionOpened { session, policy, at, expires_at, steps_due } => {
                let opened = Session {
                    id: *session,
                    policy: policy.clone(),
                    opened_at: *at,
                    expires_at: *expires_at,
                    status: Status::RequiresInput,
                    attempts: Vec::new(),
                    steps_due: steps_due.iter().copied().collect(),
                    task: None,
                };
                self.sessions.insert(*session, opened);
            }
            Event::Submitted { session, attempt, evidence, claims, at } => {
                self.submissions.push(*at);
                let submitted = Attempt {
                    id: *attempt,
                    submitted_at: *at,
                    evidence: evidence.clone(),
                    claims: claims.clone(),
                    decision: None,
                };
                self.change(*session, |s| s.submitted(submitted));
            }
            Event::Locked { .. }
            | Event::LivenessPassed { .. }
            | Event::LivenessFailed { .. }
            | Event::LivenessLocked { .. }
            | Event::LocksLifted { .. } => self.locks_evolve(event),
            Event::ExpiryNoticed { version, .. } => self.expiry_noticed = Some(*version),
            Event::Decided { session, attempt, decision, steps_due, .. } => {
                self.change(*session, |s| s.decided(*attempt, decision, steps_due));
            }
            Event::Queued { .. }
            | Event::Opined { .. }
            | Event::Escalated { .. }
            | Event::Assigned { .. } => self.task_evolves(event),
            Event::Verified { identity, .. } => self.identity = Some(identity.clone()),
            Event::Canceled { session, .. } => self.change(*session, Session::canceled),
            Event::Overturned { session, attempt, decision } => {
                self.change(*session, |s| s.decided(*attempt, decision, &[]));
            }
            Event::Reopened { session, steps_due, expires_at, .. } => {
                self.change(*session, |s| s.reopened(steps_due, *expires_at));
            }
            Event::Corrected { identity, .. } => {
                self.identities_before.extend(self.identity.replace(identity.clone()));
            }
            Event::Revoked { session, .. } => {
                self.identities_before.extend(self.identity.take());
                self.change(*session, Session::canceled);
            }
            Event::TicketOpened { .. }
            | Event::TicketExamined { .. }
            | Event::TicketSaid { .. }
            | Event::TicketOpined { .. }
            | Event::TicketAnswered { .. }
            | Event::TicketWithdrawn { .. } => self.ticket_evolves(event),
        }
    }

    fn locks_evolve(&mut self, event: &Event) {
        match event {
            Event::Locked { until, .. } => self.locked_until = self.locked_until.max(Some(*until)),
            Event::LivenessPassed { .. } => self.liveness_failures = 0,
            Event::LivenessFailed { .. } => self.liveness_failures += 1,
            Event::LivenessLocked { until, .. } => {
                self.liveness_failures = 0;
                self.liveness_locked_until = self.liveness_locked_until.max(Some(*until));
            }
            Event::LocksLifted { .. } => {
                self.submissions.clear();
                (self.locked_until, self.liveness_locked_until) = (None, None);
                self.liveness_failures = 0;
            }
            _ => {}
        }
    }

    fn task_evolves(&mut self, event: &Event) {
        match event {
            Event::Queued { session, attempt, lane, risk, at, due_at } => {
                let task = Task {
                    attempt: *attempt,
                    lane: lane.clone(),
                    level: Level::Reviewer,
                    risk: *risk,
                    entered_at: *at,
                    due_at: *due_at,
                    assigned_to: None,
                    opinions: Vec::new(),
                };
                self.change(*session, |s| s.task = Some(task));
            }
            Event::Opined { session, opinion, level } => {
                self.change_task(*session, |task| {
                    task.opinions.push(opinion.clone());
                    (task.level, task.assigned_to) = (*level, None);
                });
            }
            Event::Escalated { session, .. } => {
                self.change_task(*session, |task| (task.level, task.assigned_to) = (Level::Senior, None));
            }
            Event::Assigned { session, to, .. } => {
                self.change_task(*session, |task| task.assigned_to = *to);
            }
            _ => {}
        }
    }

    fn ticket_evolves(&mut self, event: &Event) {
        match event {
            Event::TicketOpened { .. } => {
                if let Some(ticket) = opened(event) {
                    self.tickets.insert(ticket.id, ticket);
                }
            }
            Event::TicketExamined { ticket, findings, .. } => {
                self.change_ticket(*ticket, |ticket| ticket.findings = Some(findings.clone()));
            }
            Event::TicketSaid { ticket, message, asks } => {
                self.change_ticket(*ticket, |ticket| ticket.said(message.clone(), *asks));
            }
            Event::TicketOpined { ticket, reviewer, reopens, .. } => {
                let grant = Grant { reviewer: *reviewer, reopens: *reopens };
                self.change_ticket(*ticket, |ticket| ticket.grants.push(grant));
            }
            Event::TicketAnswered { ticket, reviewer, granted, message, at, .. } => {
                let status = if *granted { TicketStatus::Granted } else { TicketStatus::Refused };
                self.change_ticket(*ticket, |ticket| {
                    let said = message.iter().map(|text| Message {
                        from: Author::Reviewer(*reviewer),
                        text: text.clone(),
                        at: *at,
                    });
                    ticket.messages.extend(said);
                    (ticket.status, ticket.answered_by) = (status, Some(*reviewer));
                });
            }
            Event::TicketWithdrawn { ticket, .. } => {
                self.change_ticket(*ticket, |ticket| ticket.status = TicketStatus::Withdrawn);
            }
            _ => {}
        }
    }

    fn change_ticket(&mut self, ticket: TicketId, change: impl FnOnce(&mut Ticket)) {
        if let Some(ticket) = self.tickets.get_mut(&ticket) {
            change(ticket);
        }
    }

    fn change_task(&mut self, session: SessionId, change: impl FnOnce(&mut Task)) {
        self.change(session, |session| {
            if let Some(task) = session.task.as_mut() {
                change(task);
            }
        });
    }

    fn change(&mut self, session: SessionId, change: impl FnOnce(&mut Session)) {
        if let Some(session) = self.sessions.get_mut(&session) {
            change(session);
        }
    }
}

impl Session {
    fn submitted(&mut self, attempt: Attempt) {
        self.attempts.push(attempt);
        self.status = Status::Processing;
        self.steps_due.clear();
    }

    fn decided(&mut self, attempt: AttemptId, decision: &Decision, steps_due: &[Step]) {
        let Some(attempt) = self.attempts.iter_mut().find(|a| a.id == attempt) else { return };
        attempt.decision = Some(decision.clone());
        self.status = status_after(decision);
        self.task = None;
        self.steps_due = steps_due.iter().copied().collect();
    }

    fn reopened(&mut self, steps_due: &[Step], expires_at: Timestamp) {
        self.status = Status::RequiresInput;
        self.steps_due = steps_due.iter().copied().collect();
        self.expires_at = expires_at;
    }

    fn canceled(&mut self) {
        self.status = Status::Canceled;
        self.task = None;
        self.steps_due.clear();
    }
}

fn opened(event: &Event) -> Option<Ticket> {
    let Event::TicketOpened { ticket, kind, session, evidence, description, wanted, at, due_at } = event
    else {
        return None;
    };
    Some(Ticket {
        id: *ticket,
        kind: *kind,
        session: *session,
        evidence: evidence.clone(),
        description: description.clone(),
        wanted: wanted.clone(),
        opened_at: *at,
        due_at: *due_at,
        status: TicketStatus::Open,
        asked_at: None,
        messages: Vec::new(),
        findings: None,
        grants: Vec::new(),
        answered_by: None,
    })
}

/// Where a decision takes its session.
fn status_after(decision: &Decision) -> Status {
    match (decision.outcome, decision.retry) {
        (Outcome::Approved, _) => Status::Approved,
        (Outcome::Review, _) => Status::InReview,
        (Outcome::Rejected, Retry::Ticket | Retry::Never) => Status::Declined,
        (Outcome::Rejected, Retry::NotNeeded | Retry::Now | Retry::Advised { .. }) => Status::RequiresInput,
    }
}

fn moment(event: &Event) -> Timestamp {
    match event {
        Event::SessionOpened { at, .. }
        | Event::Submitted { at, .. }
        | Event::Locked { at, .. }
        | Event::LivenessPassed { at, .. }
        | Event::LivenessFailed { at, .. }
        | Event::LivenessLocked { at, .. }
        | Event::Queued { at, .. }
        | Event::Escalated { at, .. }
        | Event::Assigned { at, .. }
        | Event::TicketOpened { at, .. }
        | Event::TicketExamined { at, .. }
        | Event::TicketOpined { at, .. }
        | Event::TicketAnswered { at, .. }
        | Event::TicketWithdrawn { at, .. }
        | Event::Reopened { at, .. }
        | Event::Revoked { at, .. }
        | Event::LocksLifted { at, .. }
        | Event::ExpiryNoticed { at, .. }
        | Event::Canceled { at, .. } => *at,
        Event::TicketSaid { message, .. } => message.at,
        Event::Opined { opinion, .. } => opinion.at,
        Event::Decided { decision, .. } | Event::Overturned { decision, .. } => decision.at,
        Event::Verified { identity, .. } | Event::Corrected { identity, .. } => identity.approved_at,
    }
}
