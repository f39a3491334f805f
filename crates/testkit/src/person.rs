//! Somebody at the console, as far as a test needs them: enrolled over HTTP, with an authenticator app.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use server::people::{NewInvitation, invite, totp_code};
use storage::people::Role;

use crate::{Answer, TestApp};

/// What every person of a test has chosen.
pub const PASSWORD: &str = "correct horse battery";
/// How long a code is shown.
const STEP_S: i64 = 30;

/// Somebody who has enrolled and is signed in.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their id.
    pub id: String,
    /// Under which they sign in.
    pub name: String,
    /// Of the browser in which they enrolled, as `name=value`.
    pub cookie: String,
    /// Not used up yet.
    pub recovery_codes: Vec<String>,
    secret: [u8; 20],
}

impl TestApp {
    /// The code of a fresh enrolment link, made at the command line.
    ///
    /// # Panics
    /// When the name is taken.
    pub async fn invite(&self, name: &str, role: Role) -> String {
        let lifetime = SignedDuration::from_hours(1);
        let new = NewInvitation { name, role, lifetime, actor: "command line" };
        let parts = self.parts();
        let invited = invite(self.store(), new, parts.clock.as_ref(), parts.random.as_ref()).await;
        invited.expect("the name is new").code.reveal().to_owned()
    }

    /// Somebody in that role, enrolled and signed in. Takes the code of the present step.
    ///
    /// # Panics
    /// When the name is taken.
    pub async fn person(&self, name: &str, role: Role) -> Person {
        let enrolment = self.invite(name, role).await;
        self.enrol(name, &enrolment).await
    }

    /// Enrols by a link's code.
    ///
    /// # Panics
    /// When it does not work.
    pub async fn enrol(&self, name: &str, enrolment: &str) -> Person {
        let offer = self.post("/v1/console/enrolment/offer").console();
        let offer = offer.json(&json!({ "enrolment": enrolment })).send().await.expect(200);
        let secret = from_base32(offer["totp_secret"].as_str().expect("a text"));
        let code = code_at(&secret, self.now());
        let body = json!({ "enrolment": enrolment, "password": PASSWORD, "code": code });
        let answer = self.post("/v1/console/enrolment").console().json(&body).send().await;
        let enrolled = answer.expect(201);
        Person {
            id: text(&enrolled["me"]["id"]),
            name: name.to_owned(),
            cookie: answer.cookie(),
            recovery_codes: enrolled["recovery_codes"].as_array().expect("a list").iter().map(text).collect(),
            secret,
        }
    }

    /// Signs somebody in.
    pub async fn sign_in(&self, name: &str, password: &str, code: &str) -> Answer {
        let body = json!({ "name": name, "password": password, "code": code });
        self.post("/v1/console/sign-in").console().json(&body).send().await
    }
}

impl Person {
    /// What their authenticator app shows at that moment.
    #[must_use]
    pub fn code(&self, at: Timestamp) -> String {
        code_at(&self.secret, at)
    }
}

fn code_at(secret: &[u8; 20], at: Timestamp) -> String {
    totp_code(secret, (at.as_second() / STEP_S).unsigned_abs())
}

/// RFC 4648 §6, as an authenticator app reads it.
fn from_base32(text: &str) -> [u8; 20] {
    let bits = text.bytes().map(|letter| match letter {
        b'A'..=b'Z' => letter - b'A',
        _ => letter - b'2' + 26,
    });
    let bits: Vec<u8> = bits.flat_map(|five| (0..5).rev().map(move |at| (five >> at) & 1)).collect();
    let bytes: Vec<u8> =
        bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |b, bit| (b << 1) | bit)).collect();
    bytes.try_into().expect("a secret has twenty bytes")
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}
