//! Signing in: every try is counted before it is made, and a wrong one tells nothing of what was wrong.

use std::net::IpAddr;

use jiff::Timestamp;
use review::transition::AuditEntry;
use storage::{
    audit::Entry,
    sign_in::{Credentials, NewBrowser, Proof, Subject},
};

use super::{base32, cookie, entry, name, pace, password, totp};
use crate::{
    app::Inner,
    problem::{self, Problem},
    random,
};

/// Letters of a recovery code: fifty bits.
pub(crate) const RECOVERY_LETTERS: usize = 10;

/// What somebody typed. No `Debug`: it is secret.
pub(crate) struct Typed {
    pub(crate) name: String,
    pub(crate) password: String,
    /// Of the second factor, or a recovery code.
    pub(crate) code: String,
}

/// Whence a request comes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Origin {
    pub(crate) address: Option<IpAddr>,
    /// The session that this browser has.
    pub(crate) browser: Option<[u8; 32]>,
}

/// Somebody who has signed in.
pub(crate) struct SignedIn {
    pub(crate) person: storage::people::Person,
    pub(crate) cookie: axum::http::HeaderValue,
}

/// The second half of what was typed, as far as it can be one.
enum Second {
    Step(u64),
    Recovery(String),
}

impl Inner {
    /// Signs somebody in, or refuses with one answer for whatever was wrong.
    pub(crate) async fn sign_in(&self, typed: Typed, origin: Origin) -> Result<SignedIn, Problem> {
        let cookie_name = self.cookie_name()?;
        let place = self.people.desk.place()?;
        self.people.addresses.take(origin.address, self.now()).map_err(too_soon)?;
        let compared = name::compared(&typed.name).unwrap_or_default();
        let known = self.store().credentials(&compared).await?;
        self.take_try(known.as_ref(), &compared).await?;

        let kept = known.as_ref().and_then(|known| known.password.clone());
        let Typed { password, code, .. } = typed;
        let right = move || password::may_be_one(&password) && password::verify(&password, kept.as_deref());
        let right = self.people.desk.work(place, right).await?;
        let known = known.filter(|_| right).ok_or_else(refused)?;
        let second = self.second(&known, &code).ok_or_else(refused)?;

        let (cookie, browser) = self.new_browser(cookie_name, origin.browser);
        let (proof, how) = proof(&known, &second);
        let actor = format!("person:{}", known.person.id);
        let recorded = entry("person.signed_in", known.person.id, how);
        let recorded = Entry { at: self.now(), actor: &actor, applicant: None, entry: &recorded };
        if !self.store().sign_in(known.person.id, &proof, &browser, &recorded).await? {
            return Err(refused());
        }
        self.people.addresses.give_back(origin.address);
        Ok(SignedIn { person: known.person, cookie })
    }

    /// The cookie's name, or the answer that nobody signs in over this address.
    pub(crate) fn cookie_name(&self) -> Result<&'static str, Problem> {
        cookie::name(&self.config.public_url).ok_or_else(|| Problem::new(problem::SIGN_IN_INSECURE))
    }

    /// A fresh session of a browser, with its cookie.
    pub(crate) fn new_browser(
        &self,
        cookie_name: &'static str,
        replaces: Option<[u8; 32]>,
    ) -> (axum::http::HeaderValue, NewBrowser) {
        let (cookie, hash) = cookie::set(cookie_name, random::bytes(self.parts.random.as_ref()));
        (cookie, NewBrowser { hash, expires_at: self.now() + self.config.people.lifetime, replaces })
    }

    /// Counts the try. The work is the same whether somebody has the name or not, and so is the record of a lock.
    async fn take_try(&self, known: Option<&Credentials>, compared: &str) -> Result<(), Problem> {
        let subject = known.map_or(Subject::Nobody(compared), |known| Subject::Person(known.person.id));
        let now = self.now();
        let taken = self.store().take_try(subject, now, |tries| pace::pace(tries, now)).await?;
        if taken.map_err(too_soon)? == pace::LOCKED_FROM {
            tracing::warn!("A name is locked after too many failed sign-ins");
            let locked = match subject {
                Subject::Person(id) => entry("sign_in.locked", id, ""),
                Subject::Nobody(_) => nobody("sign_in.locked"),
            };
            let locked = Entry { at: now, actor: "anybody", applicant: None, entry: &locked };
            self.store().record(&locked).await?;
        }
        Ok(())
    }

    fn second(&self, known: &Credentials, code: &str) -> Option<Second> {
        let secret = known.totp.as_ref()?;
        match totp::step_of(secret, code, self.now()) {
            Some(step) => Some(Second::Step(step)),
            None => base32::typed(code, RECOVERY_LETTERS).map(Second::Recovery),
        }
    }
}

fn proof<'a>(known: &'a Credentials, second: &'a Second) -> (Proof<'a>, &'static str) {
    let password = known.password.as_deref().unwrap_or_default();
    match second {
        Second::Step(step) => (Proof::Code(password, *step), "by:code"),
        Second::Recovery(code) => (Proof::Recovery(password, code), "by:recovery_code"),
    }
}

fn nobody(action: &str) -> AuditEntry {
    AuditEntry {
        action: action.into(),
        session: None,
        attempt: None,
        detail: "a name that nobody has".into(),
    }
}

fn refused() -> Problem {
    Problem::new(problem::SIGN_IN_REFUSED)
}

pub(crate) fn too_soon(until: Timestamp) -> Problem {
    Problem::new(problem::SIGN_IN_TOO_SOON).next_allowed(until)
}
