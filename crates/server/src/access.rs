//! Who asks: a host application, an applicant with a token, or an operator.

mod gate;
mod table;

use axum::{extract::FromRequestParts, http::request::Parts};
use review::{
    id::{ReviewerId, SessionId},
    task::{Level, Reviewer},
};
use storage::people::Role;
use uuid::Uuid;

pub(crate) use gate::gate;
pub(crate) use table::DECIDERS;

use crate::{
    app::App,
    keys::{self, Prefix},
    problem::{self, Problem},
};

/// Longest bearer's text that is looked at, in bytes.
const BEARER_MAX: usize = 200;

/// A host application, by its key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Host(Uuid);

/// An applicant, by a token for one session.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Client(pub(crate) SessionId);

/// An operator: somebody who signed in, or a machine with a console key. First who that is on decisions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Operator(pub(crate) ReviewerId, Seated);

#[derive(Debug, Clone, Copy)]
struct Seated {
    role: Role,
    seat: Seat,
}

/// How an operator came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seat {
    /// By a console key.
    Key,
    /// Signed in, with this cookie (SHA-256).
    Browser([u8; 32]),
}

/// Whoever may look at a session.
#[derive(Debug, Clone, Copy)]
pub(crate) enum HostOrClient {
    /// Any session.
    Host(Host),
    /// Its own session alone.
    Client(Client),
}

/// Whoever has a key or a token of any kind.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Anybody;

/// Whom the gate let through.
#[derive(Debug, Clone, Copy)]
enum Caller {
    Host(Host),
    Client(Client),
    Operator(Operator),
}

impl Host {
    /// Named in the audit log; also whose idempotency keys these are.
    pub(crate) fn actor(&self) -> String {
        format!("host:{}", self.0)
    }
}

impl Client {
    /// Whose idempotency keys these are.
    pub(crate) fn scope(&self) -> String {
        format!("session:{}", self.0)
    }
}

/// How far somebody in this role may go.
pub(crate) fn level_of(role: Role) -> Level {
    if role == Role::Reviewer { Level::Reviewer } else { Level::Senior }
}

impl Operator {
    /// How far they may go.
    pub(crate) fn reviewer(&self) -> Reviewer {
        Reviewer { id: self.0, level: level_of(self.role()) }
    }

    /// Named in the audit log; also whose idempotency keys these are.
    pub(crate) fn actor(&self) -> String {
        let kind = if self.1.seat == Seat::Key { "reviewer" } else { "person" };
        format!("{kind}:{}", self.0)
    }
}

impl HostOrClient {
    /// That this caller may see a session. To a token other sessions are unknown, whether they exist or not.
    pub(crate) fn sees(&self, session: SessionId) -> Result<(), Problem> {
        match self {
            Self::Client(Client(own)) if *own != session => Err(Problem::new(problem::SESSION_UNKNOWN)),
            _ => Ok(()),
        }
    }

    /// Named in the audit log.
    pub(crate) fn actor(&self) -> String {
        match self {
            Self::Host(host) => host.actor(),
            Self::Client(_) => "applicant".into(),
        }
    }

    /// Whose idempotency keys these are.
    pub(crate) fn scope(&self) -> String {
        match self {
            Self::Host(host) => host.actor(),
            Self::Client(client) => client.scope(),
        }
    }
}

impl Operator {
    pub(crate) fn new(id: Uuid, role: Role, seat: Seat) -> Self {
        Self(ReviewerId(id), Seated { role, seat })
    }

    /// What they are there for.
    pub(crate) fn role(&self) -> Role {
        self.1.role
    }

    /// How they came in.
    pub(crate) fn seat(&self) -> Seat {
        self.1.seat
    }
}

impl FromRequestParts<App> for Host {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        match admitted(parts)? {
            Caller::Host(host) => Ok(host),
            _ => Err(Problem::new(problem::KEY_FORBIDDEN)),
        }
    }
}

impl FromRequestParts<App> for Client {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        match admitted(parts)? {
            Caller::Client(client) => Ok(client),
            _ => Err(Problem::new(problem::KEY_FORBIDDEN)),
        }
    }
}

impl FromRequestParts<App> for Operator {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        match admitted(parts)? {
            Caller::Operator(operator) => Ok(operator),
            _ => Err(Problem::new(problem::KEY_FORBIDDEN)),
        }
    }
}

impl FromRequestParts<App> for HostOrClient {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        match admitted(parts)? {
            Caller::Host(host) => Ok(Self::Host(host)),
            Caller::Client(client) => Ok(Self::Client(client)),
            Caller::Operator(_) => Err(Problem::new(problem::KEY_FORBIDDEN)),
        }
    }
}

impl FromRequestParts<App> for Anybody {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Problem> {
        admitted(parts).map(|_| Self)
    }
}

/// Whom the gate let through. Behind a route that is open to everybody there is nobody, and a handler that asks refuses.
fn admitted(parts: &Parts) -> Result<Caller, Problem> {
    parts.extensions.get().copied().ok_or_else(|| Problem::new(problem::KEY_MISSING))
}

/// The applicant whose token this is, for where no header can carry it.
pub(crate) async fn client_of(token: &str, app: &App) -> Result<Client, Problem> {
    if Prefix::of(token) != Some(Prefix::Client) || token.len() > BEARER_MAX {
        return Err(Problem::new(problem::KEY_INVALID));
    }
    client(token, app).await
}

async fn client(bearer: &str, app: &App) -> Result<Client, Problem> {
    let token = app.store().token(keys::hash(bearer)).await?;
    let token = token.ok_or_else(|| Problem::new(problem::KEY_INVALID))?;
    if app.now() >= token.expires_at {
        return Err(Problem::new(problem::TOKEN_EXPIRED));
    }
    Ok(Client(token.session))
}
