//! The document of a verified applicant will expire.

use jiff::{Timestamp, ToSpan, civil::Date, tz::Offset};

use super::session;
use crate::{
    case::Case,
    id::SessionId,
    policy::Policy,
    transition::{Event, Refusal, Transition},
};

/// Tells the host once for each version of the record, from `expiry_notice_days` ahead on.
pub(super) fn apply(
    case: &Case,
    id: SessionId,
    policy: &Policy,
    now: Timestamp,
) -> Result<Transition, Refusal> {
    session(case, id)?;
    let record = case.identity.as_ref().ok_or(Refusal::NothingToTell)?;
    let day = Offset::UTC.to_datetime(now).date();
    let horizon = day.checked_add(i64::from(policy.records.expiry_notice_days).days()).unwrap_or(Date::MAX);
    let due = record.expires_on().is_some_and(|expiry| expiry <= horizon);
    if !due || case.expiry_noticed == Some(record.version) {
        return Err(Refusal::NothingToTell);
    }
    let mut transition = Transition::of(case);
    transition.audit("identity.expiring", id, None, format!("version={}", record.version));
    transition.tell("identity.expiring", id);
    transition.events.push(Event::ExpiryNoticed { session: id, version: record.version, at: now });
    Ok(transition)
}
