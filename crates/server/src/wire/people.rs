//! People of the console as they are sent.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use storage::{access::Key, people};
use utoipa::ToSchema;
use uuid::Uuid;

/// Somebody at the console.
#[derive(Serialize, ToSchema)]
pub(crate) struct Person {
    id: Uuid,
    name: String,
    /// `reviewer`, `senior`, `compliance`, `administrator` or `auditor`.
    #[schema(value_type = String)]
    role: &'static str,
    /// `invited`, `active` or `disabled`.
    #[schema(value_type = String)]
    status: &'static str,
    /// Until when the enrolment link works; null where there is none.
    #[schema(value_type = Option<String>, format = DateTime)]
    enrolment_until: Option<Timestamp>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    signed_in_at: Option<Timestamp>,
}

/// Who asks.
#[derive(Serialize, ToSchema)]
pub(crate) struct Me {
    id: Uuid,
    /// Of a person, or of a key.
    name: String,
    /// `reviewer`, `senior`, `compliance`, `administrator` or `auditor`.
    #[schema(value_type = String)]
    role: &'static str,
    /// `person` or `key`.
    #[schema(value_type = String)]
    kind: &'static str,
}

/// A role by its name.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RoleName {
    Reviewer,
    Senior,
    Compliance,
    Administrator,
    Auditor,
}

impl Me {
    /// Somebody who signed in.
    pub(crate) fn of(person: people::Person) -> Self {
        Self { id: person.id, name: person.name, role: person.role.as_str(), kind: "person" }
    }

    /// A machine, or the demo.
    pub(crate) fn of_key(key: Key, role: people::Role) -> Self {
        Self { id: key.id, name: key.name, role: role.as_str(), kind: "key" }
    }
}

impl From<people::Person> for Person {
    fn from(person: people::Person) -> Self {
        let status = match (person.disabled_at, person.enrolled) {
            (Some(_), _) => "disabled",
            (None, true) => "active",
            (None, false) => "invited",
        };
        Self {
            id: person.id,
            name: person.name,
            role: person.role.as_str(),
            status,
            enrolment_until: person.enrolment_until,
            created_at: person.created_at,
            signed_in_at: person.signed_in_at,
        }
    }
}

impl From<RoleName> for people::Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Reviewer => Self::Reviewer,
            RoleName::Senior => Self::Senior,
            RoleName::Compliance => Self::Compliance,
            RoleName::Administrator => Self::Administrator,
            RoleName::Auditor => Self::Auditor,
        }
    }
}
