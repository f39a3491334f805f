//! A case as the sum of its events.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::{
    case::{Attempt, Case, Session, Status, Step},
    decision::{Decision, Outcome, Retry},
    id::{ApplicantId, AttemptId, SessionId},
    task::{Level, Task},
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
            Event::Locked { until, .. } => self.locked_until = self.locked_until.max(Some(*until)),
            Event::LivenessPassed { .. } => self.liveness_failures = 0,
            Event::LivenessFailed { .. } => self.liveness_failures += 1,
            Event::LivenessLocked { until, .. } => {
                self.liveness_failures = 0;
                self.liveness_locked_until = self.liveness_locked_until.max(Some(*until));
            }
            Event::Decided { session, attempt, decision, steps_due, .. } => {
                self.change(*session, |s| s.decided(*attempt, decision, steps_due));
            }
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
            Event::Verified { identity, .. } => self.identity = Some(identity.clone()),
            Event::Canceled { session, .. } => self.change(*session, Session::canceled),
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

    fn canceled(&mut self) {
        self.status = Status::Canceled;
        self.task = None;
        self.steps_due.clear();
    }
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
        | Event::Canceled { at, .. } => *at,
        Event::Opined { opinion, .. } => opinion.at,
        Event::Decided { decision, .. } => decision.at,
        Event::Verified { identity, .. } => identity.approved_at,
    }
}
