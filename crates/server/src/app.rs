//! What every handler and worker shares.

use std::{ops::Deref, sync::Arc};

use axum::{http::StatusCode, response::Response};
use jiff::Timestamp;
use review::{
    case::Case,
    id::{ApplicantId, SessionId},
    policy::Policy,
    transition::{Command, Refusal, Transition},
};
use storage::{CommitError, Committed, Extras, Held, Store, access::NewToken};
use tokio::sync::{Notify, Semaphore};
use uuid::Uuid;

use crate::{
    Config,
    access::Operator,
    clock::Clock,
    desk::Desk,
    examiner::Examiner,
    keys::{Plain, Prefix},
    live::Live,
    once::{Answered, Once},
    people::People,
    problem::{self, Problem},
    random::{self, Random},
    worker::Progress,
};

/// How often a change is decided anew when somebody else changed the case in between.
const ROUNDS_MAX: u32 = 8;

/// What the binary wires together.
pub struct Parts {
    /// Everything that is remembered.
    pub store: Store,
    /// From pictures to examinations.
    pub examiner: Arc<dyn Examiner>,
    /// The policy of new sessions.
    pub policy: Arc<Policy>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where names and secrets come from.
    pub random: Arc<dyn Random>,
}

/// The running application. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// See [`App`].
pub struct Inner {
    pub(crate) config: Config,
    pub(crate) parts: Parts,
    /// How far the examinations of this process are.
    pub(crate) progress: Progress,
    /// Wakes a worker of this process.
    pub(crate) work: Notify,
    pub(crate) desk: Desk,
    /// The live sittings of this process.
    pub(crate) live: Live,
    pub(crate) people: People,
    /// Policies that are tried on stored attempts: one at a time.
    pub(crate) backtests: Semaphore,
}

impl Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    /// Does what somebody at the console asks of a case, once, where they hold what they must hold for it; nothing is
    /// said of it but that it is done.
    pub(crate) async fn act(
        &self,
        operator: Operator,
        case: &Case,
        command: &Command,
        held: Option<Held>,
        once: Once,
    ) -> Result<Response, Problem> {
        let actor = operator.actor();
        let turn = match once.turn(self, actor.clone()).await? {
            Ok(turn) => turn,
            Err(replayed) => return Ok(replayed),
        };
        let answer = Answered::empty(StatusCode::NO_CONTENT);
        let reply = |_: &Case| turn.reply(&answer);
        let holder = held.map(|held| (held, operator.0));
        let extras = Extras { holder, reply: Some(&reply), ..Extras::new(self.now(), &actor) };
        match self.change(case.applicant, command, &extras).await {
            Ok(_) => Ok(answer.respond(self)),
            Err(why) => turn.lost(self, why).await,
        }
    }

    /// Puts the parts together.
    #[must_use]
    pub fn new(config: Config, parts: Parts) -> Self {
        let (desk, live) = (Desk::new(config.decoders), Live::new(config.decoders));
        let people = People::new(config.people.at_once);
        Self(Arc::new(Inner {
            config,
            parts,
            progress: Progress::default(),
            work: Notify::new(),
            desk,
            live,
            people,
            backtests: Semaphore::new(1),
        }))
    }
}

/// A client token that is about to be issued.
#[derive(Debug, Clone)]
pub(crate) struct Issued {
    /// Its name, from which its text can be derived again.
    pub(crate) name: [u8; 16],
    /// What is stored.
    pub(crate) new: NewToken,
}

/// Why a change was not made.
pub(crate) enum Unchanged {
    /// The idempotency key was answered in the meantime.
    AlreadyAnswered,
    /// Anything else.
    Problem(Problem),
}

impl Unchanged {
    /// What there is to say where no idempotency key was given.
    pub(crate) fn problem(self) -> Problem {
        match self {
            Self::AlreadyAnswered => Problem::new(problem::CONFLICT),
            Self::Problem(problem) => problem,
        }
    }
}

impl<P: Into<Problem>> From<P> for Unchanged {
    fn from(problem: P) -> Self {
        Self::Problem(problem.into())
    }
}

impl Inner {
    pub(crate) fn store(&self) -> &Store {
        &self.parts.store
    }

    /// The policy of new sessions.
    pub(crate) fn policy(&self) -> &Policy {
        &self.parts.policy
    }

    /// The policy that a session keeps for life; for one that is not there yet, that of new sessions.
    pub(crate) fn policy_of(&self, case: &Case, session: SessionId) -> Arc<Policy> {
        let configured = &self.parts.policy;
        match case.sessions.get(&session) {
            Some(session) if session.policy != configured.id() => {
                Policy::shipped(&session.policy).map_or_else(|| Arc::clone(configured), Arc::new)
            }
            _ => Arc::clone(configured),
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    /// A new name for something.
    pub(crate) fn name(&self) -> Uuid {
        random::name(self.now(), self.parts.random.as_ref())
    }

    /// A client token for a session, not stored yet.
    pub(crate) fn new_token(&self, session: SessionId) -> Issued {
        let name = random::bytes(self.parts.random.as_ref());
        let created_at = self.now();
        let expires_at = created_at + self.config.token_lifetime;
        Issued { name, new: NewToken { hash: self.token(name).hash(), session, created_at, expires_at } }
    }

    /// The text of the client token of that name.
    pub(crate) fn token(&self, name: [u8; 16]) -> Plain {
        Plain::new(Prefix::Client, self.store().token_secret(name))
    }

    pub(crate) async fn case(&self, applicant: ApplicantId) -> Result<Case, Problem> {
        self.store().case(applicant).await?.ok_or_else(|| Problem::new(problem::APPLICANT_UNKNOWN))
    }

    pub(crate) async fn case_of(&self, session: SessionId) -> Result<Case, Problem> {
        self.store().case_of(session).await?.ok_or_else(|| Problem::new(problem::SESSION_UNKNOWN))
    }

    /// Decides on a command and writes the change; decides anew when somebody else was faster.
    pub(crate) async fn change(
        &self,
        applicant: ApplicantId,
        command: &Command,
        extras: &Extras<'_>,
    ) -> Result<Case, Unchanged> {
        for _ in 0..ROUNDS_MAX {
            let case = self.case(applicant).await?;
            let policy = self.policy_of(&case, session_of(command));
            let transition = review::apply(&case, command.clone(), &policy, extras.at)?;
            match self.write(&transition, extras).await {
                Err(CommitError::VersionConflict) => {}
                Err(error) => return Err(unchanged(error)),
                Ok(committed) => return refused(transition.refusal).map(|()| committed.case),
            }
        }
        Err(Problem::new(problem::CONFLICT).into())
    }

    /// Writes a transition and wakes a worker when there is work. Of a refusal only its trace is written.
    pub(crate) async fn write(
        &self,
        transition: &Transition,
        extras: &Extras<'_>,
    ) -> Result<Committed, CommitError> {
        let trace = Extras::new(extras.at, extras.actor);
        let extras = if transition.refusal.is_some() { &trace } else { extras };
        let committed = self.store().commit(transition, extras).await?;
        if committed.jobs_count > 0 {
            self.work.notify_one();
        }
        Ok(committed)
    }
}

/// Which session a command is about.
fn session_of(command: &Command) -> SessionId {
    match command {
        Command::OpenSession { session, .. }
        | Command::Submit { session, .. }
        | Command::Conclude { session, .. }
        | Command::Decide { session, .. }
        | Command::EndLiveness { session, .. }
        | Command::Escalate { session, .. }
        | Command::OpenTicket { session, .. }
        | Command::ExamineTicket { session, .. }
        | Command::SayInTicket { session, .. }
        | Command::WithdrawTicket { session, .. }
        | Command::AnswerTicket { session, .. }
        | Command::Revoke { session, .. }
        | Command::LiftLocks { session, .. }
        | Command::NoticeExpiry { session }
        | Command::Assign { session, .. }
        | Command::Cancel { session } => *session,
    }
}

fn refused(refusal: Option<Refusal>) -> Result<(), Unchanged> {
    refusal.map_or(Ok(()), |refusal| Err(refusal.into()))
}

fn unchanged(error: CommitError) -> Unchanged {
    match error {
        CommitError::AlreadyAnswered => Unchanged::AlreadyAnswered,
        CommitError::NotHeld => Problem::new(problem::CASE_NOT_HELD).into(),
        CommitError::DocumentTaken(_) => Problem::new(problem::DOCUMENT_TAKEN).into(),
        CommitError::VersionConflict | CommitError::LeaseLost => Problem::new(problem::CONFLICT).into(),
        CommitError::Storage(error) => error.into(),
    }
}
