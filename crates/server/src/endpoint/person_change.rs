//! `POST /v1/console/people/{person_id}/…`: another role, no way in any more, a way in again, everything set anew.

use axum::{Json, extract::State};
use serde::Deserialize;
use storage::{
    audit::Entry,
    people::{Change, Changed},
};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    access::Operator,
    app::{App, Inner},
    body::Asked,
    endpoint::person_add::Invited,
    keys::Plain,
    path::In,
    people::{entry, invite},
    problem::{self, Problem, ProblemBody},
    wire::{Person, RoleName},
};

/// A role.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRole {
    role: RoleName,
}

/// Change somebody's role
///
/// Their sessions end.
#[utoipa::path(
    post, path = "/v1/console/people/{person_id}/role", operation_id = "changeRole", tag = "console", request_body = NewRole,
    params(("person_id" = Uuid, Path, description = "Person")),
    responses(
        (status = 200, body = Person),
        (status = 404, description = "`person.unknown`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`person.last_administrator`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("console_key" = []))
)]
pub(crate) async fn role(
    State(app): State<App>,
    operator: Operator,
    In(id): In<Uuid>,
    asked: Asked<NewRole>,
) -> Result<Json<Person>, Problem> {
    app.change_person(&operator, id, Change::Role(asked.body.role.into())).await.map(Json)
}

/// Keep somebody out
///
/// Their sessions end at once; nothing that they did is touched.
#[utoipa::path(
    post, path = "/v1/console/people/{person_id}/disable", operation_id = "disablePerson", tag = "console",
    params(("person_id" = Uuid, Path, description = "Person")),
    responses(
        (status = 200, body = Person),
        (status = 404, description = "`person.unknown`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "`person.last_administrator`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("console_key" = []))
)]
pub(crate) async fn disable(
    State(app): State<App>,
    operator: Operator,
    In(id): In<Uuid>,
) -> Result<Json<Person>, Problem> {
    app.change_person(&operator, id, Change::Disable).await.map(Json)
}

/// Let somebody in again
#[utoipa::path(
    post, path = "/v1/console/people/{person_id}/enable", operation_id = "enablePerson", tag = "console",
    params(("person_id" = Uuid, Path, description = "Person")),
    responses(
        (status = 200, body = Person),
        (status = 404, description = "`person.unknown`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("console_key" = []))
)]
pub(crate) async fn enable(
    State(app): State<App>,
    operator: Operator,
    In(id): In<Uuid>,
) -> Result<Json<Person>, Problem> {
    app.change_person(&operator, id, Change::Enable).await.map(Json)
}

/// Reset somebody's password and second factor
///
/// For a phone that is lost: password, second factor and recovery codes go, sessions end, and a new link is in the answer.
#[utoipa::path(
    post, path = "/v1/console/people/{person_id}/reset", operation_id = "resetPerson", tag = "console",
    params(("person_id" = Uuid, Path, description = "Person")),
    responses(
        (status = 200, body = Invited),
        (status = 404, description = "`person.unknown`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("console_key" = []))
)]
pub(crate) async fn reset(
    State(app): State<App>,
    operator: Operator,
    In(id): In<Uuid>,
) -> Result<Json<Invited>, Problem> {
    let until = app.now() + app.config.people.enrolment;
    let (code, enrolment) = invite::fresh(app.parts.random.as_ref(), until);
    let person = app.change_person(&operator, id, Change::Reset(enrolment)).await?;
    Ok(Json(Invited { person, enrolment_url: app.enrolment_url(&code) }))
}

impl Inner {
    async fn change_person(&self, operator: &Operator, id: Uuid, change: Change) -> Result<Person, Problem> {
        let (action, detail) = match change {
            Change::Role(role) => ("person.role_changed", format!("role:{}", role.as_str())),
            Change::Disable => ("person.disabled", String::new()),
            Change::Enable => ("person.enabled", String::new()),
            Change::Reset(_) => ("person.reset", String::new()),
        };
        let (actor, entry) = (operator.actor(), entry(action, id, &detail));
        let entry = Entry { at: self.now(), actor: &actor, applicant: None, entry: &entry };
        match self.store().change_person(id, change, &entry).await? {
            Changed::Done => {
                let person = self.store().person(id).await?;
                person.map(Person::from).ok_or_else(|| Problem::new(problem::PERSON_UNKNOWN))
            }
            Changed::Unknown => Err(Problem::new(problem::PERSON_UNKNOWN)),
            Changed::LastAdministrator => Err(Problem::new(problem::LAST_ADMINISTRATOR)),
        }
    }

    /// Where somebody enrols. The code is in the fragment: no log holds it.
    pub(crate) fn enrolment_url(&self, code: &Plain) -> String {
        format!("{}/console#{}", self.config.public_url, code.reveal())
    }
}
