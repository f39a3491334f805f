//! Making somebody known, with a one-time link by which they choose their password.

use jiff::SignedDuration;
use storage::{
    Store,
    audit::Entry,
    people::{Enrolment, NewPerson, Person, Role},
};

use super::{entry, name};
use crate::{
    clock::Clock,
    keys::{Plain, Prefix},
    random::{self, Random},
};

/// Whom to invite.
#[derive(Debug, Clone, Copy)]
pub struct NewInvitation<'a> {
    /// What they are called; they sign in under this name.
    pub name: &'a str,
    /// What they are there for.
    pub role: Role,
    /// How long the link works.
    pub lifetime: SignedDuration,
    /// Who invites, for the audit log.
    pub actor: &'a str,
}

/// Somebody who was made known.
pub struct Invited {
    /// Who.
    pub person: Person,
    /// The code of their link, shown once.
    pub code: Plain,
}

/// Why nobody was invited.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// The name is empty, too long or cannot be shown.
    #[error("a name has 1 to 80 characters that can be seen")]
    Name,
    /// Somebody has this name.
    #[error("somebody has this name already")]
    Taken,
    /// The store failed.
    #[error(transparent)]
    Storage(#[from] storage::Error),
}

/// Makes somebody known who then sets a password and a second factor by the code.
///
/// # Errors
/// [`InviteError`]; then nothing was written.
pub async fn invite(
    store: &Store,
    new: NewInvitation<'_>,
    clock: &dyn Clock,
    random: &dyn Random,
) -> Result<Invited, InviteError> {
    let shown = name::shown(new.name).ok_or(InviteError::Name)?;
    let compared = name::compared(new.name).ok_or(InviteError::Name)?;
    let now = clock.now();
    let (code, enrolment) = fresh(random, now + new.lifetime);
    let id = random::name(now, random);
    let added = NewPerson { id, name: &shown, sign_in_name: &compared, role: new.role, enrolment };
    let entry = entry("person.created", id, &format!("role:{}", new.role.as_str()));
    let entry = Entry { at: now, actor: new.actor, applicant: None, entry: &entry };
    if !store.add_person(&added, &entry).await? {
        return Err(InviteError::Taken);
    }
    let person = Person {
        id,
        name: shown,
        role: new.role,
        enrolled: false,
        enrolment_until: Some(enrolment.until),
        created_at: now,
        signed_in_at: None,
        disabled_at: None,
    };
    Ok(Invited { person, code })
}

/// A fresh code, with what is stored of it.
pub(crate) fn fresh(random: &dyn Random, until: jiff::Timestamp) -> (Plain, Enrolment) {
    let code = Plain::new(Prefix::Enrolment, random::bytes(random));
    let hash = code.hash();
    (code, Enrolment { hash, until })
}
