//! `POST /v1/console/enrolment`: sets password and second factor, gives recovery codes once, and signs in.

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use storage::{audit::Entry, people::Person, sign_in::NewCredentials};
use utoipa::ToSchema;

use crate::{
    app::{App, Inner},
    body::Asked,
    people::{
        base32, entry, name, password,
        sign_in::{Origin, RECOVERY_LETTERS},
        totp,
    },
    problem::{self, Problem, ProblemBody},
    random,
    wire::Me,
};

/// How many recovery codes somebody gets.
const RECOVERY_CODES: usize = 10;

/// What somebody will sign in with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Enrolling {
    /// The link's code, `bfe_…`.
    enrolment: String,
    /// 12 to 128 characters.
    password: String,
    /// Of the second factor that the link offers, to show that it was taken up.
    code: String,
}

/// Somebody who has enrolled, and is signed in.
#[derive(Serialize, ToSchema)]
pub(crate) struct Enrolled {
    me: Me,
    /// Each opens once in place of a code; shown this once.
    recovery_codes: Vec<String>,
}

/// Enrol
///
/// The link works no more after it. The answer sets the cookie of the session.
#[utoipa::path(
    post, path = "/v1/console/enrolment", operation_id = "enrol", tag = "console", request_body = Enrolling,
    responses(
        (status = 201, description = "Enrolled and signed in", body = Enrolled),
        (status = 403, description = "`request.foreign`, `sign_in.insecure`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "`enrolment.unknown`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "`enrolment.code_wrong`, `password.too_short`, `password.too_long`, `password.too_simple`", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn enrol(
    State(app): State<App>,
    origin: Origin,
    asked: Asked<Enrolling>,
) -> Result<Response, Problem> {
    let cookie_name = app.cookie_name()?;
    let (person, link) = app.enrolling(&asked.body.enrolment).await?;
    let totp = app.store().totp_offered(link);
    password::check(&asked.body.password, &name::compared(&person.name).unwrap_or_default())?;
    let step = totp::step_of(&totp, &asked.body.code, app.now());
    let step = step.ok_or_else(|| Problem::new(problem::ENROLMENT_CODE_WRONG).field("code"))?;
    let password = app.hash(asked.body.password).await?;
    let recovery = app.recovery_codes();
    let new = NewCredentials { password: &password, totp, step, recovery: &recovery };
    let (cookie, browser) = app.new_browser(cookie_name, origin.browser);
    let (actor, entry) = (format!("person:{}", person.id), entry("person.enrolled", person.id, ""));
    let entry = Entry { at: app.now(), actor: &actor, applicant: None, entry: &entry };
    if !app.store().enrol(person.id, link, &new, &browser, &entry).await? {
        return Err(Problem::new(problem::ENROLMENT_UNKNOWN));
    }
    let enrolled = answer(person, &recovery);
    Ok((StatusCode::CREATED, [(header::SET_COOKIE, cookie)], Json(enrolled)).into_response())
}

fn answer(person: Person, recovery: &[String]) -> Enrolled {
    let (half, me) = (RECOVERY_LETTERS / 2, Me::of(person));
    let shown = recovery.iter().map(|code| format!("{}-{}", &code[..half], &code[half..]));
    Enrolled { me, recovery_codes: shown.collect() }
}

impl Inner {
    /// What is kept of a password, hashed in its turn.
    async fn hash(&self, password: String) -> Result<String, Problem> {
        let salt = random::bytes(self.parts.random.as_ref());
        let place = self.people.desk.place()?;
        self.people.desk.work(place, move || password::hash(&password, &salt)).await
    }

    fn recovery_codes(&self) -> Vec<String> {
        let code = |_| {
            let mut text = base32::encode(&random::bytes::<7>(self.parts.random.as_ref()));
            text.truncate(RECOVERY_LETTERS);
            text
        };
        (0..RECOVERY_CODES).map(code).collect()
    }
}
