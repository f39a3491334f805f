//! Idempotency keys on POST: the same request is answered once, however often it arrives.

use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use storage::{
    answer::{Answer, Question, Recall, Reply},
    error::WriteError,
};

use crate::{
    app::{App, Unchanged},
    problem::{self, Problem},
};

/// Longest key in characters.
const KEY_MAX: usize = 200;
/// Stands in a stored answer for the client token, whose text is derived when it is sent.
pub(crate) const TOKEN_PLACE: &str = "{client_token}";

/// What a request says of being asked once.
pub(crate) struct Once {
    key: Option<String>,
    fingerprint: [u8; 32],
}

/// A request that is to be carried out.
pub(crate) struct Turn {
    question: Option<Question>,
}

/// A JSON answer.
#[derive(Debug, Clone)]
pub(crate) struct Answered(Answer);

impl Once {
    /// Reads the key and takes the fingerprint of what was asked: method, path and body.
    pub(crate) fn of(parts: &Parts, body: &[u8]) -> Result<Self, Problem> {
        let key = parts.headers.get("idempotency-key").map(readable).transpose()?;
        let mut hasher = Sha256::new();
        for part in [parts.method.as_str().as_bytes(), parts.uri.path().as_bytes(), body] {
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        Ok(Self { key, fingerprint: hasher.finalize().into() })
    }

    /// Whether it is this request's turn, or its answer is known.
    pub(crate) async fn turn(self, app: &App, scope: String) -> Result<Result<Turn, Response>, Problem> {
        let Self { key, fingerprint } = self;
        let Some(key) = key else { return Ok(Ok(Turn { question: None })) };
        let question = Question { scope, key, fingerprint };
        match app.store().recall(&question, app.now()).await? {
            Recall::New => Ok(Ok(Turn { question: Some(question) })),
            Recall::Answered(answer) => Ok(Err(replay(app, answer))),
            Recall::OtherQuestion => Err(Problem::new(problem::IDEMPOTENCY_REUSED)),
        }
    }
}

impl Turn {
    /// What is to be stored with the effect.
    pub(crate) fn reply(&self, answered: &Answered) -> Option<Reply> {
        let question = self.question.clone()?;
        Some(Reply { question, answer: answered.0.clone() })
    }

    /// After the same request won a race against this one: its answer, or the problem that there was.
    pub(crate) async fn lost(self, app: &App, why: impl Into<Unchanged>) -> Result<Response, Problem> {
        let question = match why.into() {
            Unchanged::Problem(problem) => return Err(problem),
            Unchanged::AlreadyAnswered => self.question.ok_or_else(|| Problem::new(problem::CONFLICT))?,
        };
        match app.store().recall(&question, app.now()).await? {
            Recall::Answered(answer) => Ok(replay(app, answer)),
            Recall::OtherQuestion => Err(Problem::new(problem::IDEMPOTENCY_REUSED)),
            Recall::New => Err(Problem::new(problem::CONFLICT)),
        }
    }
}

impl Answered {
    /// An answer without a token in it.
    pub(crate) fn new(status: StatusCode, body: &impl Serialize) -> Self {
        let body = serde_json::to_string(body).expect("wire types always serialise");
        Self(Answer { status: status.as_u16(), body, token: None })
    }

    /// An answer that says nothing beside its status.
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self(Answer { status: status.as_u16(), body: String::new(), token: None })
    }

    /// An answer in which [`TOKEN_PLACE`] stands for the client token of that name.
    pub(crate) fn with_token(self, name: [u8; 16]) -> Self {
        Self(Answer { token: Some(name), ..self.0 })
    }

    /// The answer as it is sent.
    pub(crate) fn respond(self, app: &App) -> Response {
        respond(app, self.0)
    }
}

impl From<WriteError> for Unchanged {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::AlreadyAnswered => Self::AlreadyAnswered,
            WriteError::Storage(error) => error.into(),
        }
    }
}

fn readable(value: &HeaderValue) -> Result<String, Problem> {
    let text = value.to_str().ok().filter(|text| (1..=KEY_MAX).contains(&text.len()));
    text.map(str::to_owned).ok_or_else(|| Problem::new(problem::IDEMPOTENCY_INVALID))
}

fn replay(app: &App, answer: Answer) -> Response {
    let mut response = respond(app, answer);
    let name = HeaderName::from_static("idempotency-replayed");
    response.headers_mut().insert(name, HeaderValue::from_static("true"));
    response
}

fn respond(app: &App, answer: Answer) -> Response {
    let body = match answer.token {
        Some(name) => answer.body.replace(TOKEN_PLACE, app.token(name).reveal()),
        None => answer.body,
    };
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    if body.is_empty() {
        return status.into_response();
    }
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}
