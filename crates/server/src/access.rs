//! Who asks: a host application, an applicant with a token, or an operator.

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use review::{
    id::{ReviewerId, SessionId},
    task::{Level, Reviewer},
};
use storage::access::KeyKind;
use uuid::Uuid;

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

/// An operator, by a console key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Operator(pub(crate) ReviewerId);

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

impl Operator {
    /// How far they may go.
    pub(crate) fn reviewer(&self) -> Reviewer {
        Reviewer { id: self.0, level: Level::Senior }
    }

    /// Named in the audit log; also whose idempotency keys these are.
    pub(crate) fn actor(&self) -> String {
        format!("reviewer:{}", self.0)
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

impl FromRequestParts<App> for Host {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        match caller(parts, app).await? {
            Caller::Host(host) => Ok(host),
            _ => Err(Problem::new(problem::KEY_FORBIDDEN)),
        }
    }
}

impl FromRequestParts<App> for Client {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        match caller(parts, app).await? {
            Caller::Client(client) => Ok(client),
            _ => Err(Problem::new(problem::KEY_FORBIDDEN)),
        }
    }
}

impl FromRequestParts<App> for Operator {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        match caller(parts, app).await? {
            Caller::Operator(operator) => Ok(operator),
            _ => Err(Problem::new(problem::KEY_FORBIDDEN)),
        }
    }
}

impl FromRequestParts<App> for HostOrClient {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        match caller(parts, app).await? {
            Caller::Host(host) => Ok(Self::Host(host)),
            Caller::Client(client) => Ok(Self::Client(client)),
            Caller::Operator(_) => Err(Problem::new(problem::KEY_FORBIDDEN)),
        }
    }
}

impl FromRequestParts<App> for Anybody {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        caller(parts, app).await.map(|_| Self)
    }
}

async fn caller(parts: &Parts, app: &App) -> Result<Caller, Problem> {
    let bearer = bearer(parts)?;
    match Prefix::of(bearer) {
        Some(Prefix::Client) => client(bearer, app).await.map(Caller::Client),
        Some(_) => key(bearer, app).await,
        None => Err(Problem::new(problem::KEY_INVALID)),
    }
}

fn bearer(parts: &Parts) -> Result<&str, Problem> {
    let header =
        parts.headers.get(header::AUTHORIZATION).ok_or_else(|| Problem::new(problem::KEY_MISSING))?;
    let text = header.to_str().ok().and_then(|text| text.split_once(' '));
    match text {
        Some((scheme, bearer)) if scheme.eq_ignore_ascii_case("bearer") && bearer.len() <= BEARER_MAX => {
            Ok(bearer)
        }
        _ => Err(Problem::new(problem::KEY_INVALID)),
    }
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

async fn key(bearer: &str, app: &App) -> Result<Caller, Problem> {
    let key = app.store().key(keys::hash(bearer)).await?;
    let key = key.ok_or_else(|| Problem::new(problem::KEY_INVALID))?;
    Ok(match key.kind {
        KeyKind::Host => Caller::Host(Host(key.id)),
        KeyKind::Console => Caller::Operator(Operator(ReviewerId(key.id))),
    })
}
