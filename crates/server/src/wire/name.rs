//! The names of enumerations on the wire.

use jiff::Timestamp;
use review::{
    case::{Session, Status, Step},
    decision::Outcome,
    observation::ImageRole,
};

/// Where a session stands; expiry is seen from the clock.
pub(crate) fn status(session: &Session, now: Timestamp) -> &'static str {
    match session.status {
        Status::RequiresInput if now >= session.expires_at => "expired",
        status => stored_status(status),
    }
}

/// Where a session stands, whatever the clock says.
pub(crate) fn stored_status(status: Status) -> &'static str {
    match status {
        Status::RequiresInput => "requires_input",
        Status::Processing => "processing",
        Status::InReview => "in_review",
        Status::Approved => "approved",
        Status::Declined => "declined",
        Status::Canceled => "canceled",
    }
}

/// The stored status of that name.
pub(crate) fn status_named(name: &str) -> Option<Status> {
    Some(match name {
        "requires_input" => Status::RequiresInput,
        "processing" => Status::Processing,
        "in_review" => Status::InReview,
        "approved" => Status::Approved,
        "declined" => Status::Declined,
        "canceled" => Status::Canceled,
        _ => return None,
    })
}

/// A step that is due.
pub(crate) fn step(step: Step) -> &'static str {
    match step {
        Step::Front => "front",
        Step::Back => "back",
        Step::Selfie => "selfie",
        Step::Claims => "claims",
    }
}

/// What a picture was handed in as.
pub(crate) fn role(role: ImageRole) -> &'static str {
    match role {
        ImageRole::Front => "front",
        ImageRole::Back => "back",
        ImageRole::Selfie => "selfie",
    }
}

/// What a decision came to.
pub(crate) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Approved => "approved",
        Outcome::Review => "review",
        Outcome::Rejected => "rejected",
    }
}
