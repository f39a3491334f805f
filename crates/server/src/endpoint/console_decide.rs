//! `POST /v1/console/cases/{session_id}/decision`: a person decides.

use std::collections::BTreeSet;

use axum::{extract::State, http::StatusCode, response::Response};
use review::{
    case::{Case, Step},
    id::{AttemptId, SessionId},
    judge::read_identity,
    transition::{Command, Remarks, Verdict},
};
use serde::Deserialize;
use storage::{Extras, Held};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    access::Operator,
    app::{App, Inner},
    body::{self, Asked},
    once::Answered,
    path::In,
    problem::{self, Problem, ProblemBody},
    view,
    wire::{self, Around},
};

/// Most codes of one verdict.
const CODES_MAX: usize = 32;

/// A person's verdict.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewVerdict {
    /// The attempt that was looked at, so that no other is decided by mistake.
    attempt_id: Uuid,
    verdict: VerdictName,
    /// At least one for a rejection, none for an approval.
    #[serde(default)]
    codes: Vec<NewCode>,
    /// For a rejection: what must be handed in again, in place of what the codes say.
    steps: Option<Vec<String>>,
    /// What the applicant is told beside the codes.
    message: Option<String>,
    /// For colleagues alone.
    note: Option<String>,
    /// Whether a second person is asked for, also where the policy does not ask for one.
    #[serde(default)]
    second: bool,
    /// `version` of the case that was looked at: refused where something has happened since.
    version: Option<u64>,
}

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum VerdictName {
    Approve,
    Reject,
}

/// A code of the policy.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewCode {
    #[schema(example = "E001")]
    code: String,
    /// Empty where the code has no sub-reasons.
    #[serde(default)]
    reason: String,
}

/// Decide a case
#[utoipa::path(
    post, path = "/v1/console/cases/{session_id}/decision", operation_id = "decideCase", tag = "console", request_body = NewVerdict,
    params(("session_id" = Uuid, Path, description = "Session")),
    responses(
        (status = 200, description = "Decided; or, where two persons are needed, kept until another agrees", body = wire::Session),
        (status = 403, description = "`decision.reviewer_excluded`, `decision.not_for_you`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`session.unknown`, `attempt.unknown`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`case.not_held`, `case.moved`, `session.wrong_status`, `decision.document_taken`, `decision.identity_missing`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`decision.code_unknown`, `decision.codes_missing`, `decision.steps_not_fitting`, `words.invalid`, `body.invalid`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("console_key" = []))
)]
pub(crate) async fn decide(
    State(app): State<App>,
    operator: Operator,
    In(session): In<SessionId>,
    asked: Asked<NewVerdict>,
) -> Result<Response, Problem> {
    let turn = match asked.once.turn(&app, operator.actor()).await? {
        Ok(turn) => turn,
        Err(replayed) => return Ok(replayed),
    };
    let case = app.case_of(session).await?;
    let attempt = AttemptId(asked.body.attempt_id);
    let identity = app.store().examination(attempt).await?.as_ref().and_then(read_identity);
    let (remarks, seen) = (remarks(&asked.body)?, asked.body.version);
    let verdict = verdict(asked.body)?;
    let reviewer = operator.reviewer();
    let command = Command::Decide { session, attempt, reviewer, verdict, remarks, seen, identity };
    let around = Around { evidence: app.store().evidence_of(session).await?, ..Around::default() };
    let answer = |case: &Case| answer(&app, case, session, &around);
    let reply = |case: &Case| answer(case).ok().and_then(|answer| turn.reply(&answer));
    let actor = operator.actor();
    let holder = Some((Held::Case(session), operator.0));
    let extras = Extras { reply: Some(&reply), holder, ..Extras::new(app.now(), &actor) };
    match app.change(case.applicant, &command, &extras).await {
        Ok(case) => Ok(answer(&case)?.respond(&app)),
        Err(why) => turn.lost(&app, why).await,
    }
}

fn remarks(asked: &NewVerdict) -> Result<Remarks, Problem> {
    let public = body::words_if_any(asked.message.as_deref(), "message")?;
    let note = body::words_if_any(asked.note.as_deref(), "note")?;
    Ok(Remarks { public, note, second: asked.second })
}

fn verdict(asked: NewVerdict) -> Result<Verdict, Problem> {
    let unasked = |field| Err(Problem::new(problem::BODY_INVALID).field(field));
    match (asked.verdict, asked.codes.len()) {
        (VerdictName::Approve, 0) if asked.steps.is_some() => unasked("steps"),
        (VerdictName::Approve, 0) => Ok(Verdict::Approve),
        (VerdictName::Approve, _) => unasked("codes"),
        (VerdictName::Reject, 1..=CODES_MAX) => {
            let codes = asked.codes.into_iter().map(|code| (code.code, code.reason)).collect();
            Ok(Verdict::Reject { codes, steps: asked.steps.map(steps).transpose()? })
        }
        (VerdictName::Reject, _) => Err(Problem::new(problem::CODES_MISSING)),
    }
}

fn steps(names: Vec<String>) -> Result<BTreeSet<Step>, Problem> {
    let step = |name: String| Step::ALL.iter().copied().find(|step| step.as_str() == name);
    let steps: Option<BTreeSet<Step>> = names.into_iter().map(step).collect();
    steps.ok_or_else(|| Problem::new(problem::BODY_INVALID).field("steps"))
}

fn answer(app: &Inner, case: &Case, id: SessionId, around: &Around) -> Result<Answered, Problem> {
    let session =
        wire::Session::new(case, view::session(case, id)?, &app.policy_of(case, id), around, app.now());
    Ok(Answered::new(StatusCode::OK, &session))
}
