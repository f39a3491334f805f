//! `GET /v1/console/queue`: how the queue stands against its clock.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{access::Operator, app::App, problem::Problem};

/// How the queue stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct Queue {
    /// What waits for a person, counted up to 100,000.
    waiting: u64,
    /// What is past its clock.
    overdue: u64,
    /// What reviewers are looking at.
    held: u64,
    /// Decided by people in the last 24 hours.
    decided_a_day: u64,
    /// Whether so much waits that the longer target holds.
    peak: bool,
    /// Within how many hours a case should be decided.
    target_hours: u32,
    /// The lanes of the policy.
    lanes: Vec<String>,
}

/// Show how the queue stands
#[utoipa::path(
    get, path = "/v1/console/queue", operation_id = "showQueue", tag = "console",
    responses((status = 200, body = Queue)),
    security(("console_key" = []))
)]
pub(crate) async fn show(State(app): State<App>, _: Operator) -> Result<Json<Queue>, Problem> {
    let standing = app.store().standing(app.now()).await?;
    let rule = &app.policy().review;
    let lanes = rule.lanes.iter().map(|lane| lane.name.clone());
    Ok(Json(Queue {
        waiting: standing.waiting,
        overdue: standing.overdue,
        held: standing.held,
        decided_a_day: standing.decided_a_day,
        peak: rule.is_peak(standing.waiting),
        target_hours: rule.target_hours_at(standing.waiting),
        lanes: lanes.chain([review::policy::LANE_OTHERWISE.to_owned()]).collect(),
    }))
}
