//! `POST /v1/console/people`: invites somebody; the link is in the answer, this once.

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    access::Operator,
    app::App,
    body::Asked,
    people::{InviteError, NewInvitation, invite},
    problem::{self, Problem, ProblemBody},
    wire::{self, RoleName},
};

/// Whom to invite.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Invitation {
    /// What they are called, and sign in under: 1 to 80 characters, unlike everybody else's.
    name: String,
    role: RoleName,
}

/// Somebody with the link by which they choose their password.
#[derive(Serialize, ToSchema)]
pub(crate) struct Invited {
    pub(crate) person: wire::Person,
    /// Works once, until `person.enrolment_until`. Shown this once: whoever has it becomes this person.
    pub(crate) enrolment_url: String,
}

/// Invite somebody
#[utoipa::path(
    post, path = "/v1/console/people", operation_id = "invitePerson", tag = "console", request_body = Invitation,
    responses(
        (status = 201, description = "Invited", body = Invited),
        (status = 409, description = "`person.name_taken`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`person.name_invalid`, `body.invalid`", body = ProblemBody, content_type = "application/problem+json"),
    ),
    security(("console_key" = []))
)]
pub(crate) async fn add(
    State(app): State<App>,
    operator: Operator,
    asked: Asked<Invitation>,
) -> Result<(StatusCode, Json<Invited>), Problem> {
    let actor = operator.actor();
    let new = NewInvitation {
        name: &asked.body.name,
        role: asked.body.role.into(),
        lifetime: app.config.people.enrolment,
        actor: &actor,
    };
    let invited = invite(app.store(), new, app.parts.clock.as_ref(), app.parts.random.as_ref()).await?;
    let enrolment_url = app.enrolment_url(&invited.code);
    Ok((StatusCode::CREATED, Json(Invited { person: invited.person.into(), enrolment_url })))
}

impl From<InviteError> for Problem {
    fn from(error: InviteError) -> Self {
        match error {
            InviteError::Name => Self::new(problem::PERSON_NAME_INVALID).field("name"),
            InviteError::Taken => Self::new(problem::PERSON_NAME_TAKEN).field("name"),
            InviteError::Storage(error) => error.into(),
        }
    }
}
