//! `POST /v1/console/policy/backtest`: what a policy would have decided on the newest attempts. Nothing is written.

use axum::{Json, extract::State};
use review::policy::Policy;

use crate::{
    access::Operator,
    app::App,
    body::PolicyText,
    hindsight::{Backtest, Which, backtest},
    problem::{self, Problem, ProblemBody},
};

/// How many attempts are decided again; `bonafide policy backtest` takes any number.
const NEWEST: u16 = 1_000;
/// How many examples are shown.
const EXAMPLES_MAX: usize = 20;

/// Try a policy on the newest attempts
///
/// The newest 1,000 attempts are decided again from their stored examinations. One such request is worked on at a time. In
/// the sandbox the policy is tried with specimens accepted.
#[utoipa::path(
    post, path = "/v1/console/policy/backtest", operation_id = "backtestPolicy", tag = "console",
    request_body(content = String, content_type = "application/toml", description = "A whole policy, at most 1 MiB"),
    responses(
        (status = 200, body = Backtest),
        (status = 413, description = "`body.too_large`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 415, description = "`body.wrong_type`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`policy.invalid`, with line and column", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "`server.overloaded`: another one is being worked on", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("console_key" = []))
)]
pub(crate) async fn run(
    State(app): State<App>,
    _: Operator,
    PolicyText(text): PolicyText,
) -> Result<Json<Backtest>, Problem> {
    let policy = Policy::parse(&text)
        .map_err(|error| Problem::new(problem::POLICY_INVALID).detail(error.to_string()))?;
    let policy = if app.policy().sandbox { policy.sandboxed() } else { policy };
    let _turn = app.backtests.try_acquire().map_err(|_| Problem::new(problem::OVERLOADED))?;
    let which = Which::Newest(NEWEST);
    Ok(Json(backtest(app.store(), &policy, which, EXAMPLES_MAX, &mut |_, _| {}).await?))
}
