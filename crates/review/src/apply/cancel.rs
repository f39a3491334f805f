//! The host application withdraws a session.

use jiff::Timestamp;

use super::session;
use crate::{
    case::Case,
    id::SessionId,
    transition::{Event, Notice, Refusal, Transition},
};

/// Withdraws a session that is not final; an examination under way is dropped when it comes in.
pub(super) fn apply(case: &Case, id: SessionId, now: Timestamp) -> Result<Transition, Refusal> {
    let session = session(case, id)?;
    if session.status.is_final() {
        return Err(Refusal::WrongStatus(session.status));
    }
    let mut transition = Transition::of(case);
    transition.audit("session.canceled", id, None, format!("was={}", session.status));
    transition.outbox.push(Notice { kind: "session.canceled".to_owned(), session: id, codes: Vec::new() });
    transition.events.push(Event::Canceled { session: id, at: now });
    Ok(transition)
}
