//! `POST /v1/console/enrolment/offer`: what an enrolment link is for, with the second factor that it offers.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use storage::people::Person;
use utoipa::ToSchema;

use crate::{
    app::{App, Inner},
    body::Asked,
    keys::{self, Prefix},
    people::{base32, totp},
    problem::{self, Problem, ProblemBody},
};

/// Longest code that is looked at, in bytes.
const CODE_MAX: usize = 200;

/// An enrolment link's code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Link {
    /// `bfe_…`
    enrolment: String,
}

/// What the link offers.
#[derive(Serialize, ToSchema)]
pub(crate) struct Offer {
    name: String,
    role: &'static str,
    /// For a QR code: `otpauth://totp/…`.
    totp_uri: String,
    /// The same secret in base 32, for typing.
    totp_secret: String,
}

/// Look at an enrolment link
#[utoipa::path(
    post, path = "/v1/console/enrolment/offer", operation_id = "offerEnrolment", tag = "console", request_body = Link,
    responses(
        (status = 200, body = Offer),
        (status = 403, description = "`request.foreign`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`enrolment.unknown`", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn offer(State(app): State<App>, asked: Asked<Link>) -> Result<Json<Offer>, Problem> {
    let (person, hash) = app.enrolling(&asked.body.enrolment).await?;
    let secret = app.store().totp_offered(hash);
    let totp_uri = totp::uri(&secret, &person.name);
    let totp_secret = base32::encode(&secret);
    Ok(Json(Offer { name: person.name, role: person.role.as_str(), totp_uri, totp_secret }))
}

impl Inner {
    /// Whom a link is for, with the hash of its code.
    pub(crate) async fn enrolling(&self, code: &str) -> Result<(Person, [u8; 32]), Problem> {
        let unknown = || Problem::new(problem::ENROLMENT_UNKNOWN);
        if Prefix::of(code) != Some(Prefix::Enrolment) || code.len() > CODE_MAX {
            return Err(unknown());
        }
        let hash = keys::hash(code);
        let person = self.store().enrolling(hash, self.now()).await?.ok_or_else(unknown)?;
        Ok((person, hash))
    }
}
