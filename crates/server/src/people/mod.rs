//! People of the console: how they are invited, how they sign in, and what keeps others from signing in as them.

pub(crate) mod addresses;
pub(crate) mod base32;
pub(crate) mod cookie;
pub(crate) mod invite;
pub(crate) mod name;
pub(crate) mod own_page;
pub(crate) mod pace;
pub(crate) mod password;
pub(crate) mod sign_in;
pub(crate) mod totp;

pub use totp::code as totp_code;

pub use invite::{InviteError, Invited, NewInvitation, invite};

use review::transition::AuditEntry;
use uuid::Uuid;

use self::addresses::Addresses;
use crate::desk::Desk;

/// An entry of the audit log that is about somebody at the console, and no case.
pub(crate) fn entry(action: &str, person: Uuid, detail: &str) -> AuditEntry {
    let detail = format!("person:{person} {detail}").trim_end().to_owned();
    AuditEntry { action: action.into(), session: None, attempt: None, detail }
}

/// What signing in needs of this process.
pub(crate) struct People {
    /// Where passwords are compared: so many at once and no more.
    pub(crate) desk: Desk,
    /// Who has failed how often.
    pub(crate) addresses: Addresses,
}

impl People {
    /// With room for so many passwords at once.
    pub(crate) fn new(at_once: usize) -> Self {
        Self { desk: Desk::new(at_once), addresses: Addresses::default() }
    }
}
