//! One endpoint in each file: its request, its errors, its documentation, its handler.

pub(crate) mod applicant_add;
pub(crate) mod applicant_show;
pub(crate) mod attempt_submit;
pub(crate) mod client_codes;
pub(crate) mod client_read;
pub(crate) mod client_session;
pub(crate) mod console_case;
pub(crate) mod console_cases;
pub(crate) mod console_decide;
pub(crate) mod console_image;
pub(crate) mod evidence_image;
pub(crate) mod evidence_upload;
pub(crate) mod health;
pub(crate) mod live;
pub(crate) mod session_cancel;
pub(crate) mod session_decision;
pub(crate) mod session_open;
pub(crate) mod session_report;
pub(crate) mod session_show;
pub(crate) mod token_issue;
