//! What goes over the wire, made by hand from the core's values: the core may change without the API noticing.

mod applicant;
mod certificate;
mod claims;
mod code;
mod decision;
mod earlier;
mod evidence;
mod name;
mod people;
mod report;
mod session;
mod ticket;
mod trail;
mod waiting;

pub(crate) use applicant::Applicant;
pub(crate) use certificate::Certificate;
pub(crate) use claims::Claims;
pub(crate) use code::Codes;
pub(crate) use decision::{Decision, Detail};
pub(crate) use earlier::Earlier;
pub(crate) use evidence::{Evidence, Reading};
pub(crate) use name::{outcome, role, status_named, step, stored_status};
pub(crate) use people::{Me, Person, RoleName};
pub(crate) use report::{Parts as ReportParts, Report};
pub(crate) use session::{Around, Estimate, Progress, Session};
pub(crate) use ticket::{Kind as TicketKind, May, Ticket};
pub(crate) use trail::Happened;
pub(crate) use waiting::Waiting;
