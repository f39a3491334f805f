//! `GET /v1/console/numbers`: what was rejected and why, how far sessions come, and how long decisions take.

use std::time::Duration;

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use jiff::{SignedDuration, civil::Date};
use serde::{Deserialize, Serialize};
use storage::numbers::{DayCount, Numbers, RejectionCount};
use utoipa::ToSchema;

use crate::{
    access::Operator,
    app::App,
    path::Asking,
    problem::{self, Problem, ProblemBody},
};

/// Longest period.
const DAYS_MAX: u16 = 366;

/// Which period, in which form.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    days: Option<u16>,
    format: Option<String>,
}

/// Numbers of a period.
#[derive(Serialize, ToSchema)]
pub(crate) struct NumbersOf {
    days: u16,
    funnel: Funnel,
    /// Most frequent first; an attempt with two codes counts under both.
    rejections: Vec<Rejected>,
    /// From submission to decision.
    times: Times,
    /// By the day of the submission (UTC), oldest first.
    by_day: Vec<Day>,
}

/// How far sessions that were opened in the period came.
#[derive(Serialize, ToSchema)]
pub(crate) struct Funnel {
    opened: u64,
    submitted: u64,
    approved: u64,
    declined: u64,
    in_review: u64,
}

/// How often a code was given.
#[derive(Serialize, ToSchema)]
pub(crate) struct Rejected {
    code: String,
    /// Empty where the code has no sub-reasons.
    reason: String,
    count: u64,
}

/// How long decisions took.
#[derive(Serialize, ToSchema)]
pub(crate) struct Times {
    automatic: Spread,
    manual: Spread,
}

/// Percentiles in seconds; null where nothing was decided.
#[derive(Serialize, ToSchema)]
pub(crate) struct Spread {
    count: usize,
    p50_seconds: Option<f64>,
    p90_seconds: Option<f64>,
    p99_seconds: Option<f64>,
}

/// Attempts of one day.
#[derive(Serialize, ToSchema)]
pub(crate) struct Day {
    #[schema(example = "2026-11-23")]
    date: String,
    approved: u64,
    rejected: u64,
    review: u64,
}

/// Show the numbers of a period
#[utoipa::path(
    get, path = "/v1/console/numbers", operation_id = "showNumbers", tag = "console",
    params(
        ("days" = Option<u16>, Query, description = "The last so many days, 1–366; 30 unless said otherwise"),
        ("format" = Option<String>, Query, description = "`json`, or `csv` for the rejections as a table"),
    ),
    responses(
        (status = 200, body = NumbersOf),
        (status = 422, description = "`query.invalid`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("console_key" = []))
)]
pub(crate) async fn show(
    State(app): State<App>,
    _: Operator,
    Asking(which): Asking<Which>,
) -> Result<Response, Problem> {
    let invalid = |field| Problem::new(problem::QUERY_INVALID).field(field);
    let days = which.days.unwrap_or(30);
    if !(1..=DAYS_MAX).contains(&days) {
        return Err(invalid("days"));
    }
    let since = app.now() - SignedDuration::from_hours(24 * i64::from(days));
    let numbers = app.store().numbers(since).await?;
    match which.format.as_deref() {
        None | Some("json") => Ok(Json(NumbersOf::new(days, numbers)).into_response()),
        Some("csv") => {
            Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], csv(&numbers)).into_response())
        }
        Some(_) => Err(invalid("format")),
    }
}

impl NumbersOf {
    fn new(days: u16, numbers: Numbers) -> Self {
        let funnel = numbers.funnel;
        let rejected =
            |row: RejectionCount| Rejected { code: row.code, reason: row.reason, count: row.count };
        Self {
            days,
            funnel: Funnel {
                opened: funnel.opened,
                submitted: funnel.submitted,
                approved: funnel.approved,
                declined: funnel.declined,
                in_review: funnel.in_review,
            },
            rejections: numbers.rejections.into_iter().map(rejected).collect(),
            times: Times {
                automatic: spread(&numbers.times.automatic),
                manual: spread(&numbers.times.manual),
            },
            by_day: numbers.days.iter().map(day).collect(),
        }
    }
}

fn spread(sorted: &[Duration]) -> Spread {
    let at = |percent: usize| {
        let index = (sorted.len().checked_sub(1)? * percent).div_ceil(100);
        sorted.get(index).map(Duration::as_secs_f64)
    };
    Spread { count: sorted.len(), p50_seconds: at(50), p90_seconds: at(90), p99_seconds: at(99) }
}

fn day(count: &DayCount) -> Day {
    let epoch = Date::constant(1970, 1, 1);
    let date = i32::try_from(count.day)
        .ok()
        .and_then(|days| epoch.checked_add(SignedDuration::from_hours(24 * i64::from(days))).ok());
    Day {
        date: date.unwrap_or(epoch).to_string(),
        approved: count.approved,
        rejected: count.rejected,
        review: count.review,
    }
}

/// Codes and sub-reasons are names of the policy: letters, digits and `_`, so that nothing has to be quoted.
fn csv(numbers: &Numbers) -> String {
    let rows = numbers.rejections.iter().map(|row| format!("{},{},{}\r\n", row.code, row.reason, row.count));
    std::iter::once("code,reason,count\r\n".to_owned()).chain(rows).collect()
}
