//! Commands on cases: the exhaustive table, the rules one by one, and random histories.

mod desk;
mod rules;
mod simulation;
mod table;
mod tickets;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::apply;
use crate::{
    case::{Attempt, Case, Claims, DocumentIdentity, Session, Status, Step},
    finding::{Finding, FindingCode},
    id::{ApplicantId, AttemptId, Digest, ReviewerId, SessionId, TicketId},
    observation::ImageRole,
    policy::Policy,
    task::{Level, Reviewer},
    ticket::{Answer, Author, TicketKind},
    transition::{Command, ReadIdentity, Refusal, Remarks, Transition, Verdict},
    words::Words,
};

/// A case with a policy and a clock, changed by commands alone.
#[derive(Clone)]
struct World {
    case: Case,
    policy: Policy,
    now: Timestamp,
}

impl World {
    fn new() -> World {
        World { case: Case::new(ApplicantId(Uuid::from_u128(1))), policy: Policy::exchange(), now: start() }
    }

    /// A world with session 1 open.
    fn open() -> World {
        let mut world = World::new();
        world.done(open(1));
        world
    }

    /// A world in which session 1 has attempt 1.
    fn submitted() -> World {
        let mut world = World::open();
        world.done(submit(1, 1));
        world
    }

    /// A world in which a person has to decide attempt 1.
    fn in_review() -> World {
        let mut world = World::submitted();
        world.done(conclude(1, 1, vec![finding(FindingCode::FaceCannotTell)]));
        world
    }

    /// A world in which the document is verified on another account, and the applicant has appealed.
    fn appealed() -> World {
        let mut world = World::submitted();
        world.done(conclude(1, 1, vec![finding(FindingCode::DocumentDuplicate)]));
        world.done(open_ticket(1, TicketKind::Appeal));
        world
    }

    fn apply(&self, command: Command) -> Result<Transition, Refusal> {
        apply(&self.case, command, &self.policy, self.now)
    }

    /// Applies and folds; a refusal that leaves a trace is folded and returned.
    fn run(&mut self, command: Command) -> Result<Transition, Refusal> {
        let transition = self.apply(command)?;
        assert_eq!(
            (transition.applicant, transition.expected_version),
            (self.case.applicant, self.case.version)
        );
        for event in &transition.events {
            self.case.evolve(event);
        }
        match &transition.refusal {
            Some(refusal) => Err(refusal.clone()),
            None => Ok(transition),
        }
    }

    fn done(&mut self, command: Command) -> Transition {
        self.run(command).expect("the command is possible")
    }

    fn refused(&mut self, command: Command) -> &'static str {
        self.run(command).expect_err("the command is refused").code()
    }

    fn pass(&mut self, duration: SignedDuration) {
        self.now = self.now.checked_add(duration).expect("within time");
    }

    fn session(&self, session: u128) -> &Session {
        &self.case.sessions[&session_id(session)]
    }

    fn status(&self) -> Status {
        self.session(1).status
    }

    fn steps_due(&self) -> Vec<Step> {
        self.session(1).steps_due.iter().copied().collect()
    }

    fn last_attempt(&self) -> &Attempt {
        self.session(1).attempts.last().expect("an attempt")
    }
}

fn start() -> Timestamp {
    "2026-03-01T09:00:00Z".parse().expect("a moment")
}

fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

fn session_id(session: u128) -> SessionId {
    SessionId(Uuid::from_u128(100 + session))
}

fn attempt_id(attempt: u128) -> AttemptId {
    AttemptId(Uuid::from_u128(200 + attempt))
}

fn reviewer_id(reviewer: u128) -> ReviewerId {
    ReviewerId(Uuid::from_u128(300 + reviewer))
}

fn open(session: u128) -> Command {
    let expires_at = start().checked_add(hours(30 * 24)).expect("within time");
    Command::OpenSession { session: session_id(session), expires_at }
}

fn pictures(seed: u128, roles: &[ImageRole]) -> BTreeMap<ImageRole, Digest> {
    let digest = |role: ImageRole| Digest([(seed % 251) as u8 ^ ((role as u8) << 6); 32]);
    roles.iter().map(|&role| (role, digest(role))).collect()
}

/// Everything that a submission can hold, the back among it.
fn submit(session: u128, attempt: u128) -> Command {
    submit_parts(session, attempt, ImageRole::ALL, Some(typed()))
}

fn submit_parts(session: u128, attempt: u128, roles: &[ImageRole], claims: Option<Claims>) -> Command {
    let evidence = pictures(attempt, roles);
    Command::Submit { session: session_id(session), attempt: attempt_id(attempt), evidence, claims }
}

fn typed() -> Claims {
    Claims { name: Some("Anna Maria Eriksson".into()), ..Claims::default() }
}

fn conclude(session: u128, attempt: u128, findings: Vec<Finding>) -> Command {
    Command::Conclude {
        session: session_id(session),
        attempt: attempt_id(attempt),
        findings,
        models: Vec::new(),
        identity: Some(read()),
    }
}

fn decide(attempt: u128, reviewer: u128, verdict: Verdict) -> Command {
    Command::Decide {
        session: session_id(1),
        attempt: attempt_id(attempt),
        reviewer: person(reviewer),
        verdict,
        remarks: Remarks::default(),
        seen: None,
        identity: Some(read()),
    }
}

/// Reviewers from 10 on are seniors.
fn person(reviewer: u128) -> Reviewer {
    let level = if reviewer >= 10 { Level::Senior } else { Level::Reviewer };
    Reviewer { id: reviewer_id(reviewer), level }
}

fn escalate(reviewer: u128) -> Command {
    let note = Words::new("Please look at the hologram").expect("words");
    Command::Escalate { session: session_id(1), reviewer: person(reviewer), note }
}

fn assign(by: u128, to: Option<u128>) -> Command {
    Command::Assign { session: session_id(1), by: person(by), to: to.map(person) }
}

fn reject(code: &str, reason: &str) -> Verdict {
    Verdict::Reject { codes: vec![(code.to_owned(), reason.to_owned())], steps: None }
}

fn ticket_id(ticket: u128) -> TicketId {
    TicketId(Uuid::from_u128(400 + ticket))
}

fn words(text: &str) -> Words {
    Words::new(text).expect("words")
}

/// Everything that a ticket of this kind can hold.
fn open_ticket(ticket: u128, kind: TicketKind) -> Command {
    let attached = kind.required().iter().map(|&attachment| (attachment, Digest([7; 32])));
    let correction = kind == TicketKind::Correction;
    Command::OpenTicket {
        session: session_id(1),
        ticket: ticket_id(ticket),
        kind,
        evidence: attached.collect(),
        description: words("It is my only account"),
        wanted: correction.then(|| Claims { name: Some("Anna Eriksson-Lind".into()), ..Claims::default() }),
    }
}

fn answer_ticket(ticket: u128, reviewer: u128, answer: Answer) -> Command {
    Command::AnswerTicket {
        session: session_id(1),
        ticket: ticket_id(ticket),
        reviewer: person(reviewer),
        answer,
        remarks: Remarks { public: Some(words("We have looked again")), ..Remarks::default() },
        seen: None,
        identity: Some(read()),
    }
}

fn say(ticket: u128, from: Author, asks: bool) -> Command {
    let (session, ticket) = (session_id(1), ticket_id(ticket));
    Command::SayInTicket { session, ticket, from, text: words("Which account is yours?"), asks }
}

fn withdraw(ticket: u128) -> Command {
    Command::WithdrawTicket { session: session_id(1), ticket: ticket_id(ticket) }
}

fn lift(reviewer: u128) -> Command {
    Command::LiftLocks { session: session_id(1), reviewer: person(reviewer), note: words("A broken camera") }
}

fn revoke(reviewer: u128) -> Command {
    Command::Revoke {
        session: session_id(1),
        reviewer: person(reviewer),
        note: words("The other account is theirs"),
    }
}

fn cancel(session: u128) -> Command {
    Command::Cancel { session: session_id(session) }
}

fn finding(code: FindingCode) -> Finding {
    Finding { witnesses: 2, ..Finding::new(code).about_image(ImageRole::Front) }
}

fn read() -> ReadIdentity {
    ReadIdentity {
        document: DocumentIdentity {
            issuer: "UTO".into(),
            kind: "passport".into(),
            number: "L898902C3".into(),
        },
        name: "ERIKSSON, ANNA MARIA".into(),
        birth_date: "1974-08-12".into(),
        expiry_date: Some("2032-04-15".into()),
    }
}

fn end_liveness(session: u128, failure: Option<&str>) -> Command {
    Command::EndLiveness { session: session_id(session), failure: failure.map(str::to_owned) }
}
