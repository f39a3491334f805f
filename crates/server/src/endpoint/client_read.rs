//! `POST /v1/client/read`: reads the uploaded document now, to fill in the form and to say what should be put right.

use axum::{Json, extract::State};
use jiff::civil::Date;
use review::{
    case::Claims,
    decision::CodedReason,
    finding::Finding,
    judge::{Circumstances, judge},
    observation::{Examination, ImageRole},
    policy::{Policy, Resubmission},
};
use vision::intake::Limits;

use crate::{
    access::Client,
    app::App,
    examiner::Examiner,
    problem::{self, Problem, ProblemBody},
    view, wire,
    worker::pictures::{self, Stored},
};

/// Read the uploaded document
///
/// Takes seconds. Nothing is stored and no attempt is used.
#[utoipa::path(
    post, path = "/v1/client/read", operation_id = "readDocument", tag = "applicant",
    responses(
        (status = 200, body = wire::Reading),
        (status = 409, description = "`read.no_document`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "`server.overloaded`, `server.examination_failed`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("client_token" = []))
)]
pub(crate) async fn read(
    State(app): State<App>,
    Client(session): Client,
) -> Result<Json<wire::Reading>, Problem> {
    let place = app.desk.place()?;
    let stored = pictures::load_latest(&app, session, &[ImageRole::Front, ImageRole::Back]).await?;
    if !stored.has(ImageRole::Front) {
        return Err(Problem::new(problem::DOCUMENT_MISSING));
    }
    let today = view::day(app.now());
    let (examiner, limits) = (app.parts.examiner.clone(), app.config.limits);
    let read = move || examine(examiner.as_ref(), stored, &limits, today);
    let examination = app.desk.work(place, read).await??;
    let case = app.case_of(session).await?;
    let policy = app.policy_of(&case, session);
    let judged = judge(&examination, &Claims::default(), &Circumstances::default(), &policy, today);
    app.record_look("applicant", "document.read", &case, session).await?;
    Ok(Json(wire::Reading::new(&examination, &hints(&policy, &judged.findings))))
}

fn examine(
    examiner: &dyn Examiner,
    stored: Stored,
    limits: &Limits,
    today: Date,
) -> Result<Examination, Problem> {
    let decoded = stored.decode(limits)?;
    examiner.examine(decoded.pictures(), today, &mut |_| {}).map_err(|error| {
        tracing::error!(examine.cause = %error, "A document could not be read for its form");
        Problem::new(problem::NETWORK_FAILED)
    })
}

/// What another picture would put right; a suspicion is nothing for the applicant, and the face comes later.
fn hints(policy: &Policy, findings: &[Finding]) -> Vec<CodedReason> {
    let about_document: Vec<Finding> =
        findings.iter().filter(|finding| !finding.code.as_str().starts_with("face.")).cloned().collect();
    let mut hints = policy.suspicions(&about_document);
    hints.retain(|hint| policy.code(&hint.code).is_some_and(|code| code.resubmission == Resubmission::Now));
    hints
}
