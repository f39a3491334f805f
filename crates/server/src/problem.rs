//! Answers that say what went wrong (RFC 9457), each with a stable code.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use review::transition::Refusal;
use serde::Serialize;
use utoipa::ToSchema;

/// A problem on its way out.
#[derive(Debug, Clone)]
pub(crate) struct Problem(Box<ProblemBody>);

/// A problem as it is sent, media type `application/problem+json`.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody {
    /// `urn:bonafide:problem:` and the code.
    r#type: String,
    /// What kind of problem, in English.
    title: &'static str,
    /// HTTP status.
    status: u16,
    /// Stable name for programs.
    #[schema(value_type = String, example = "session.unknown")]
    code: &'static str,
    /// What it is this time, without personal data.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// When a new submission, or a try to sign in, will be taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    next_allowed_at: Option<Timestamp>,
    /// Until when the face check is locked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    locked_until: Option<Timestamp>,
    /// What was not handed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>)]
    steps_missing: Option<Vec<&'static str>>,
    /// What a ticket lacks.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<String>>)]
    attachments_missing: Option<Vec<&'static str>>,
    /// Which part of the request it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
}

impl Problem {
    /// A problem of that kind.
    pub(crate) fn new(kind: Kind) -> Self {
        let Kind(status, code, title) = kind;
        let r#type = format!("urn:bonafide:problem:{code}");
        let status = status.as_u16();
        Self(Box::new(ProblemBody {
            r#type,
            title,
            status,
            code,
            detail: None,
            next_allowed_at: None,
            locked_until: None,
            steps_missing: None,
            attachments_missing: None,
            field: None,
        }))
    }

    /// Its stable name.
    pub(crate) fn code(&self) -> &'static str {
        self.0.code
    }

    /// As it is sent.
    pub(crate) fn body(&self) -> &ProblemBody {
        &self.0
    }

    /// Says when the same may be asked again.
    pub(crate) fn next_allowed(mut self, at: Timestamp) -> Self {
        self.0.next_allowed_at = Some(at);
        self
    }

    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    pub(crate) fn field(mut self, field: impl Into<String>) -> Self {
        self.0.field = Some(field.into());
        self
    }

    /// A failure of ours: the cause goes to the log, not to the outside.
    pub(crate) fn internal(cause: &dyn std::error::Error) -> Self {
        tracing::error!(problem.cause = %cause, "A request failed inside");
        Self::new(INTERNAL)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self.0).expect("strings and numbers always serialise");
        let mut response =
            (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response.extensions_mut().insert(ProblemCode(self.0.code));
        response
    }
}

/// Left on an answer for the log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ProblemCode(pub(crate) &'static str);

impl From<storage::Error> for Problem {
    fn from(error: storage::Error) -> Self {
        if error.is_overload() {
            tracing::warn!(problem.cause = %error, "The database is overloaded");
            return Self::new(OVERLOADED);
        }
        if matches!(error, storage::Error::Erased) {
            return Self::new(APPLICANT_ERASED);
        }
        Self::internal(&error)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let mut problem = Self::new(kind_of(&refusal)).detail(refusal.to_string());
        match &refusal {
            Refusal::Locked(until) => problem.0.next_allowed_at = Some(*until),
            Refusal::LivenessLocked(until) => problem.0.locked_until = Some(*until),
            Refusal::StepsMissing(steps) => {
                problem.0.steps_missing = Some(steps.iter().map(|step| crate::wire::step(*step)).collect());
            }
            Refusal::AttachmentsMissing(missing) => {
                problem.0.attachments_missing =
                    Some(missing.iter().map(|attachment| attachment.as_str()).collect());
            }
            _ => {}
        }
        problem
    }
}

fn kind_of(refusal: &Refusal) -> Kind {
    match refusal {
        Refusal::SessionUnknown => SESSION_UNKNOWN,
        Refusal::AttemptUnknown => ATTEMPT_UNKNOWN,
        Refusal::SessionExpired(_) => SESSION_EXPIRED,
        Refusal::WrongStatus(_) => WRONG_STATUS,
        Refusal::Locked(_) => LOCKED,
        Refusal::LivenessLocked(_) => LIVE_LOCKED,
        Refusal::StepNotDue(_) => STEP_NOT_DUE,
        Refusal::StepsMissing(_) => STEPS_MISSING,
        Refusal::AlreadyVerified => ALREADY_VERIFIED,
        Refusal::CodeUnknown(_) => CODE_UNKNOWN,
        Refusal::IdentityMissing => IDENTITY_MISSING,
        Refusal::ReviewerExcluded => REVIEWER_EXCLUDED,
        Refusal::NotForReviewer => NOT_FOR_REVIEWER,
        Refusal::EscalatedAlready => ESCALATED_ALREADY,
        Refusal::CaseMoved => CASE_MOVED,
        Refusal::StepsNotFitting => STEPS_NOT_FITTING,
        Refusal::AppealOpen => APPEAL_OPEN,
        Refusal::NothingLocked => NOTHING_LOCKED,
        Refusal::NothingToTell => CONFLICT,
        Refusal::NotAppealable(_) => NOT_APPEALABLE,
        Refusal::TicketOpen => TICKET_OPEN,
        Refusal::TicketUnknown => TICKET_UNKNOWN,
        Refusal::TicketClosed => TICKET_CLOSED,
        Refusal::TicketsTooMany => TICKETS_TOO_MANY,
        Refusal::AttachmentsMissing(_) => ATTACHMENTS_MISSING,
        Refusal::CorrectionUnclear => CORRECTION_UNCLEAR,
        Refusal::MessagesTooMany => MESSAGES_TOO_MANY,
        Refusal::AnswerUnexplained => ANSWER_UNEXPLAINED,
    }
}

/// A kind of problem: status, stable code, title.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind(pub(crate) StatusCode, pub(crate) &'static str, pub(crate) &'static str);

macro_rules! kinds {
    ($($name:ident = $status:ident, $code:literal, $title:literal;)*) => {
        $(pub(crate) const $name: Kind = Kind(StatusCode::$status, $code, $title);)*

        /// Every kind, for the reference page and for the test that no two share a code.
        #[cfg(test)]
        const ALL: &[Kind] = &[$($name),*];
    };
}

kinds! {
    KEY_MISSING = UNAUTHORIZED, "key.missing", "A key or token is needed";
    KEY_INVALID = UNAUTHORIZED, "key.invalid", "The key or token opens nothing";
    TOKEN_EXPIRED = UNAUTHORIZED, "token.expired", "The client token has expired";
    KEY_FORBIDDEN = FORBIDDEN, "key.forbidden", "This kind of key does not open this";
    ROLE_FORBIDDEN = FORBIDDEN, "role.forbidden", "This is not for your role";
    REQUEST_FOREIGN = FORBIDDEN, "request.foreign", "This was not asked by a page of this server";
    ROUTE_UNDECIDED = FORBIDDEN, "route.undecided", "Nobody has decided who may ask this";
    SIGN_IN_REFUSED = UNAUTHORIZED, "sign_in.refused", "Name, password or code is not right";
    SIGN_IN_EXPIRED = UNAUTHORIZED, "sign_in.expired", "The sign-in has ended";
    SIGN_IN_TOO_SOON = TOO_MANY_REQUESTS, "sign_in.too_soon", "Too many failed sign-ins; wait";
    SIGN_IN_INSECURE = FORBIDDEN, "sign_in.insecure", "Signing in needs HTTPS";
    ENROLMENT_UNKNOWN = NOT_FOUND, "enrolment.unknown", "The enrolment link does not work, or not any more";
    ENROLMENT_CODE_WRONG = UNPROCESSABLE_ENTITY, "enrolment.code_wrong", "The code is not one of this second factor now";
    PASSWORD_TOO_SHORT = UNPROCESSABLE_ENTITY, "password.too_short", "A password has at least 12 characters";
    PASSWORD_TOO_LONG = UNPROCESSABLE_ENTITY, "password.too_long", "A password has at most 128 characters";
    PASSWORD_TOO_SIMPLE = UNPROCESSABLE_ENTITY, "password.too_simple", "The password is too easy to guess";
    PERSON_UNKNOWN = NOT_FOUND, "person.unknown", "No such person";
    PERSON_NAME_INVALID = UNPROCESSABLE_ENTITY, "person.name_invalid", "A name has 1 to 80 characters that can be seen";
    PERSON_NAME_TAKEN = CONFLICT, "person.name_taken", "Somebody has this name already";
    LAST_ADMINISTRATOR = CONFLICT, "person.last_administrator", "Nobody would be left to manage people";
    ROUTE_UNKNOWN = NOT_FOUND, "route.unknown", "There is nothing here";
    ID_INVALID = NOT_FOUND, "id.invalid", "The path holds something that is no identifier";
    METHOD_NOT_ALLOWED = METHOD_NOT_ALLOWED, "method.not_allowed", "This route has no such method";
    APPLICANT_UNKNOWN = NOT_FOUND, "applicant.unknown", "No such applicant";
    APPLICANT_ERASED = GONE, "applicant.erased", "The applicant was erased";
    APPLICANT_HELD = CONFLICT, "applicant.legal_hold", "A legal hold stands in the way";
    ERASURE_NONE = NOT_FOUND, "erasure.none", "The applicant was not erased";
    SESSION_UNKNOWN = NOT_FOUND, "session.unknown", "No such session";
    ATTEMPT_UNKNOWN = NOT_FOUND, "attempt.unknown", "No such attempt";
    EVIDENCE_UNKNOWN = NOT_FOUND, "evidence.unknown", "No such picture in this session";
    DECISION_NONE = NOT_FOUND, "decision.none", "Nothing has been decided yet";
    REPORT_NONE = NOT_FOUND, "report.none", "Nothing has been examined yet";
    SESSION_EXPIRED = CONFLICT, "session.expired", "The session has expired";
    WRONG_STATUS = CONFLICT, "session.wrong_status", "The session does not stand where this is possible";
    ALREADY_VERIFIED = CONFLICT, "applicant.already_verified", "The applicant is verified already";
    CONFLICT = CONFLICT, "session.changed", "The session was changed at the same time";
    LOCKED = LOCKED, "submission.locked", "Submissions are locked";
    STEP_NOT_DUE = CONFLICT, "step.not_due", "This step is not asked for now";
    LIVE_LOCKED = LOCKED, "live.locked", "The face check is locked";
    LIVE_EXPECTED_HELLO = BAD_REQUEST, "live.expected_hello", "The socket's first message is not the expected one";
    LIVE_BUSY = CONFLICT, "live.busy", "This session's camera runs in another page";
    LIVE_FRAME_INVALID = UNPROCESSABLE_ENTITY, "live.frame_invalid", "A frame is not what it should be";
    LIVE_FRAME_TOO_LARGE = PAYLOAD_TOO_LARGE, "live.frame_too_large", "A frame is too large";
    LIVE_TOO_FAST = TOO_MANY_REQUESTS, "live.too_fast", "Frames come too fast";
    LIVE_TOO_LONG = REQUEST_TIMEOUT, "live.too_long", "The camera ran for too long";
    STEPS_MISSING = UNPROCESSABLE_ENTITY, "submission.steps_missing", "Something was not handed in";
    CODE_UNKNOWN = UNPROCESSABLE_ENTITY, "decision.code_unknown", "The policy has no such code or reason";
    CODES_MISSING = UNPROCESSABLE_ENTITY, "decision.codes_missing", "A rejection needs a code";
    IDENTITY_MISSING = CONFLICT, "decision.identity_missing", "Nothing was read that an approval could record";
    DOCUMENT_TAKEN = CONFLICT, "decision.document_taken", "The document is verified on another account";
    REVIEWER_EXCLUDED = FORBIDDEN, "decision.reviewer_excluded", "Another reviewer has to decide";
    REVIEWER_UNKNOWN = NOT_FOUND, "reviewer.unknown", "No such reviewer";
    NOT_FOR_REVIEWER = FORBIDDEN, "decision.not_for_you", "Somebody else has to decide: the case is kept for them or was escalated";
    STEPS_NOT_FITTING = UNPROCESSABLE_ENTITY, "decision.steps_not_fitting", "These steps cannot be asked for with these codes";
    ESCALATED_ALREADY = CONFLICT, "case.escalated_already", "The case was escalated before";
    CASE_MOVED = CONFLICT, "case.moved", "Something has happened in this case since it was looked at";
    CASE_NOT_HELD = CONFLICT, "case.not_held", "Take the case before you decide it";
    CASE_HELD = CONFLICT, "case.held", "Another reviewer has taken the case";
    CASE_NOT_WAITING = CONFLICT, "case.not_waiting", "The case does not wait for a person";
    WORDS_INVALID = UNPROCESSABLE_ENTITY, "words.invalid", "A text is empty, too long or holds control characters";
    NOTHING_LOCKED = CONFLICT, "lock.none", "Nothing is locked";
    APPEAL_OPEN = CONFLICT, "submission.appeal_open", "While an appeal is open nothing else can be handed in";
    NOT_APPEALABLE = CONFLICT, "ticket.not_appealable", "This decision cannot be appealed";
    TICKET_OPEN = CONFLICT, "ticket.open_already", "A ticket is open already";
    TICKET_UNKNOWN = NOT_FOUND, "ticket.unknown", "No such ticket";
    TICKET_CLOSED = CONFLICT, "ticket.closed", "The ticket is closed";
    TICKETS_TOO_MANY = CONFLICT, "ticket.too_many", "This decision was looked at again often enough";
    ATTACHMENTS_MISSING = UNPROCESSABLE_ENTITY, "ticket.attachments_missing", "A ticket lacks pictures";
    CORRECTION_UNCLEAR = UNPROCESSABLE_ENTITY, "ticket.correction_unclear", "A correction says what should be recorded, and an appeal does not";
    MESSAGES_TOO_MANY = CONFLICT, "ticket.messages_too_many", "The ticket holds as many messages as it may";
    ANSWER_UNEXPLAINED = UNPROCESSABLE_ENTITY, "ticket.answer_unexplained", "An answer needs words for the applicant";
    TICKET_HELD = CONFLICT, "ticket.held", "Another reviewer has taken the ticket";
    BODY_INVALID = UNPROCESSABLE_ENTITY, "body.invalid", "The body does not have the shape that is asked for";
    BODY_TOO_LARGE = PAYLOAD_TOO_LARGE, "body.too_large", "The body is too large";
    BODY_BROKEN = BAD_REQUEST, "body.broken", "The body could not be received";
    BODY_WRONG_TYPE = UNSUPPORTED_MEDIA_TYPE, "body.wrong_type", "The content type is not taken here";
    QUERY_INVALID = UNPROCESSABLE_ENTITY, "query.invalid", "The query does not have the shape that is asked for";
    POLICY_INVALID = UNPROCESSABLE_ENTITY, "policy.invalid", "The text is no policy";
    CLAIMS_INVALID = UNPROCESSABLE_ENTITY, "claims.invalid", "What was typed cannot be read";
    ROLE_UNKNOWN = NOT_FOUND, "evidence.role_unknown", "A picture is front, back or selfie";
    UPLOADS_TOO_MANY = TOO_MANY_REQUESTS, "evidence.too_many", "Too many pictures were handed in for this session";
    DOCUMENT_MISSING = CONFLICT, "read.no_document", "No picture of a document was handed in yet";
    IDEMPOTENCY_INVALID = BAD_REQUEST, "idempotency.invalid", "The idempotency key is not 1 to 200 printable characters";
    IDEMPOTENCY_REUSED = UNPROCESSABLE_ENTITY, "idempotency.reused", "The idempotency key was used for another request";
    REQUEST_TIMEOUT = REQUEST_TIMEOUT, "request.timeout", "The request took too long";
    OVERLOADED = SERVICE_UNAVAILABLE, "server.overloaded", "Too much work at once; try again soon";
    NOT_READY = SERVICE_UNAVAILABLE, "server.not_ready", "The server cannot work now";
    NETWORK_FAILED = SERVICE_UNAVAILABLE, "server.examination_failed", "The pictures could not be read now";
    INTERNAL = INTERNAL_SERVER_ERROR, "server.internal", "Something went wrong on our side";
    IMAGE_EMPTY = UNPROCESSABLE_ENTITY, "image.empty", "The file is empty";
    IMAGE_TOO_LARGE = PAYLOAD_TOO_LARGE, "image.too_large", "The file is too large";
    IMAGE_TOO_MANY_PIXELS = UNPROCESSABLE_ENTITY, "image.too_many_pixels", "The picture has too many pixels";
    IMAGE_TOO_SMALL = UNPROCESSABLE_ENTITY, "image.too_small", "The picture has too few pixels";
    IMAGE_NOT_AN_IMAGE = UNPROCESSABLE_ENTITY, "image.not_an_image", "The file is not a JPEG, PNG or WebP picture";
    IMAGE_TRUNCATED = UNPROCESSABLE_ENTITY, "image.truncated", "The picture ends early or is broken";
    IMAGE_ANIMATED = UNPROCESSABLE_ENTITY, "image.animated", "The picture is animated";
    IMAGE_UNSUPPORTED = UNPROCESSABLE_ENTITY, "image.unsupported", "This variant of the format is not supported";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_kinds_share_a_code() {
        let codes: BTreeSet<_> = ALL.iter().map(|kind| kind.1).collect();
        assert_eq!(codes.len(), ALL.len());
    }

    #[test]
    fn a_lock_says_until_when() {
        let until: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        let sent = serde_json::to_value(Problem::from(Refusal::Locked(until)).0).unwrap();
        assert_eq!(sent["code"], "submission.locked");
        assert_eq!(sent["status"], 423);
        assert_eq!(sent["type"], "urn:bonafide:problem:submission.locked");
        assert_eq!(sent["next_allowed_at"], "2026-11-23T12:00:00Z");
    }
}
