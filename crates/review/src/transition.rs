//! Commands that ask for a change, and the change itself, written by one storage call.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    case::{Claims, DocumentIdentity, IdentityRecord, Step},
    decision::{CodedReason, Decision},
    finding::Finding,
    id::{ApplicantId, AttemptId, Digest, ReviewerId, SessionId, TicketId},
    observation::{ImageRole, ModelUsed},
    task::{Level, Opinion, Reviewer},
    ticket::{Answer, Attachment, Author, Message, TicketKind},
    words::Words,
};

/// What somebody asks of a case.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// The host application opens a verification.
    OpenSession {
        /// Its name, made by the caller.
        session: SessionId,
        /// When it stops taking submissions.
        expires_at: Timestamp,
    },
    /// The applicant hands in evidence and claims.
    Submit {
        /// Which session.
        session: SessionId,
        /// The attempt's name, made by the caller.
        attempt: AttemptId,
        /// Images by role, already stored durably.
        evidence: BTreeMap<ImageRole, Digest>,
        /// What they typed; `None` takes over what was typed before.
        claims: Option<Claims>,
    },
    /// A worker has examined and judged an attempt.
    Conclude {
        /// Which session.
        session: SessionId,
        /// Which attempt.
        attempt: AttemptId,
        /// What the judgement found.
        findings: Vec<Finding>,
        /// Which networks took part.
        models: Vec<ModelUsed>,
        /// What an approval would record; `None` when the document could not be read well enough.
        identity: Option<ReadIdentity>,
    },
    /// A person decides a case in review.
    Decide {
        /// Which session.
        session: SessionId,
        /// Which attempt.
        attempt: AttemptId,
        /// Who.
        reviewer: Reviewer,
        /// Their verdict.
        verdict: Verdict,
        /// What they say of it.
        remarks: Remarks,
        /// The case's version that they looked at; `None` takes it as it is.
        seen: Option<u64>,
        /// What the approval records, from the attempt's stored examination.
        identity: Option<ReadIdentity>,
    },
    /// A reviewer hands a case in review to those who may go further.
    Escalate {
        /// Which session.
        session: SessionId,
        /// Who.
        reviewer: Reviewer,
        /// Why, for colleagues.
        note: Words,
    },
    /// A case in review is kept for one reviewer, or for nobody in particular again.
    Assign {
        /// Which session.
        session: SessionId,
        /// Who says so.
        by: Reviewer,
        /// For whom.
        to: Option<ReviewerId>,
    },
    /// The applicant asks people to look at a decision again, or to correct their record.
    OpenTicket {
        /// Which session.
        session: SessionId,
        /// The ticket's name, made by the caller.
        ticket: TicketId,
        /// What for.
        kind: TicketKind,
        /// Pictures, already stored durably.
        evidence: BTreeMap<Attachment, Digest>,
        /// What they say.
        description: Words,
        /// For a correction: what should be recorded.
        wanted: Option<Claims>,
    },
    /// A worker has examined the pictures of a ticket.
    ExamineTicket {
        /// Which session.
        session: SessionId,
        /// Which.
        ticket: TicketId,
        /// What the judgement found.
        findings: Vec<Finding>,
    },
    /// Somebody writes in a ticket.
    SayInTicket {
        /// Which session.
        session: SessionId,
        /// Which.
        ticket: TicketId,
        /// Who.
        from: Author,
        /// What.
        text: Words,
        /// Whether a reviewer waits for the applicant's answer.
        asks: bool,
    },
    /// The applicant takes a ticket back.
    WithdrawTicket {
        /// Which session.
        session: SessionId,
        /// Which.
        ticket: TicketId,
    },
    /// A person answers a ticket.
    AnswerTicket {
        /// Which session.
        session: SessionId,
        /// Which.
        ticket: TicketId,
        /// Who.
        reviewer: Reviewer,
        /// How.
        answer: Answer,
        /// With which words; those for the applicant are needed.
        remarks: Remarks,
        /// The case's version that they looked at; `None` takes it as it is.
        seen: Option<u64>,
        /// What a grant records: of the appealed attempt, or of the correction's new document.
        identity: Option<ReadIdentity>,
    },
    /// A senior takes a verification back: another account has proved to be the holder's, or it was wrong.
    Revoke {
        /// The session that verified.
        session: SessionId,
        /// Who.
        reviewer: Reviewer,
        /// Why, for colleagues.
        note: Words,
    },
    /// A try of the face check has ended.
    EndLiveness {
        /// Which session.
        session: SessionId,
        /// Why it failed, as a sub-reason of E012; `None` where it passed.
        failure: Option<String>,
    },
    /// The host application withdraws a session.
    Cancel {
        /// Which session.
        session: SessionId,
    },
}

/// A reviewer's verdict.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Verified.
    Approve,
    /// Rejected with at least one code of the policy.
    Reject {
        /// Code and sub-reason.
        codes: Vec<(String, String)>,
        /// What must be handed in again, in place of what the codes say; only where they leave that way back.
        steps: Option<BTreeSet<Step>>,
    },
}

/// What a reviewer says beside the verdict.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remarks {
    /// For the applicant.
    pub public: Option<Words>,
    /// For colleagues alone.
    pub note: Option<Words>,
    /// Whether another person is asked for before anything is decided, also where the policy does not ask for one.
    pub second: bool,
}

/// The identity that a document gives, as the examination read it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadIdentity {
    /// The document.
    pub document: DocumentIdentity,
    /// Name as printed.
    pub name: String,
    /// `YYYY-MM-DD`.
    pub birth_date: String,
    /// `YYYY-MM-DD` or `permanent`.
    pub expiry_date: Option<String>,
}

/// Why a command is not carried out. `code()` gives the stable name on the wire.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No such session in this case.
    #[error("no such session")]
    SessionUnknown,
    /// No such attempt, or it is not the session's latest.
    #[error("no such attempt")]
    AttemptUnknown,
    /// The session has passed its expiry.
    #[error("the session expired at {0}")]
    SessionExpired(Timestamp),
    /// The session does not stand where this command is possible.
    #[error("the session is {0:?}")]
    WrongStatus(crate::case::Status),
    /// Submissions are locked.
    #[error("submissions are locked until {0}")]
    Locked(Timestamp),
    /// Tries of the face check are locked.
    #[error("the face check is locked until {0}")]
    LivenessLocked(Timestamp),
    /// This step is not asked for now.
    #[error("not due: {0:?}")]
    StepNotDue(Step),
    /// Steps that are due were not handed in.
    #[error("still due: {0:?}")]
    StepsMissing(Vec<Step>),
    /// The applicant is verified already.
    #[error("already verified")]
    AlreadyVerified,
    /// The verdict names a code or sub-reason that the policy does not have.
    #[error("the policy has no code {0}")]
    CodeUnknown(String),
    /// An approval needs an identity that was read, and none was.
    #[error("nothing was read that an approval could record")]
    IdentityMissing,
    /// The resubmission went to the reviewer who rejected before.
    #[error("this reviewer has decided on this applicant before")]
    ReviewerExcluded,
    /// The case was escalated beyond this reviewer, or is kept for another.
    #[error("this case is for somebody else to decide")]
    NotForReviewer,
    /// The case was handed to the seniors before.
    #[error("escalated already")]
    EscalatedAlready,
    /// An appeal is open: nothing else can be handed in meanwhile.
    #[error("an appeal is open")]
    AppealOpen,
    /// A code of the decision cannot be appealed.
    #[error("{0} cannot be appealed")]
    NotAppealable(String),
    /// Another ticket is open.
    #[error("a ticket is open already")]
    TicketOpen,
    /// No such ticket in this case.
    #[error("no such ticket")]
    TicketUnknown,
    /// The ticket was answered or taken back.
    #[error("the ticket is closed")]
    TicketClosed,
    /// Enough tickets about this decision were answered.
    #[error("this decision was looked at again often enough")]
    TicketsTooMany,
    /// A ticket lacks pictures.
    #[error("not attached: {0:?}")]
    AttachmentsMissing(Vec<Attachment>),
    /// A correction does not say what should be recorded, or an appeal does.
    #[error("a correction says what should be recorded, and an appeal does not")]
    CorrectionUnclear,
    /// A ticket holds as many messages as it may.
    #[error("the ticket is full")]
    MessagesTooMany,
    /// An answer has no words for the applicant.
    #[error("an answer needs words for the applicant")]
    AnswerUnexplained,
    /// Something has happened since the reviewer looked.
    #[error("the case has moved on")]
    CaseMoved,
    /// Steps are asked for that the codes do not leave open, or none at all.
    #[error("these steps cannot be asked for")]
    StepsNotFitting,
}

/// A change of one case: all of it is written in one database transaction, or none.
#[derive(Debug, Clone, PartialEq)]
pub struct Transition {
    /// Whose case.
    pub applicant: ApplicantId,
    /// The case's version that this was decided on; the write fails if it has moved.
    pub expected_version: u64,
    /// What happened, in order.
    pub events: Vec<Event>,
    /// Work to do, enqueued in the same transaction.
    pub jobs: Vec<Job>,
    /// Who did what, without personal data.
    pub audit: Vec<AuditEntry>,
    /// What the host application is told.
    pub outbox: Vec<Notice>,
    /// Set where the command is refused and yet leaves a trace (the sixth submission locks).
    pub refusal: Option<Refusal>,
}

/// What happened, as stored. Names and shapes are kept for ever; new ones may be added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A session was opened.
    SessionOpened {
        /// Which.
        session: SessionId,
        /// Policy version that it keeps.
        policy: String,
        /// When.
        at: Timestamp,
        /// Until when.
        expires_at: Timestamp,
        /// What the first submission must hold, by the policy.
        steps_due: Vec<Step>,
    },
    /// A submission was accepted.
    Submitted {
        /// Session.
        session: SessionId,
        /// Attempt.
        attempt: AttemptId,
        /// All images, also those taken over.
        evidence: BTreeMap<ImageRole, Digest>,
        /// What was typed.
        claims: Claims,
        /// When.
        at: Timestamp,
    },
    /// Submissions were locked.
    Locked {
        /// Until.
        until: Timestamp,
        /// When.
        at: Timestamp,
    },
    /// A try of the face check passed.
    LivenessPassed {
        /// Session.
        session: SessionId,
        /// When.
        at: Timestamp,
    },
    /// A try of the face check failed.
    LivenessFailed {
        /// Session.
        session: SessionId,
        /// Sub-reason of E012.
        reason: String,
        /// When.
        at: Timestamp,
    },
    /// Tries of the face check were locked.
    LivenessLocked {
        /// Until.
        until: Timestamp,
        /// When.
        at: Timestamp,
    },
    /// An attempt was decided (with `Outcome::Review`: handed to a person).
    Decided {
        /// Session.
        session: SessionId,
        /// Attempt.
        attempt: AttemptId,
        /// The decision.
        decision: Decision,
        /// What must be handed in again; empty unless rejected with a way back.
        steps_due: Vec<Step>,
        /// What a reviewer said of it for colleagues.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Words>,
    },
    /// An attempt waits for a person.
    Queued {
        /// Session.
        session: SessionId,
        /// Attempt.
        attempt: AttemptId,
        /// See [`crate::task::Task`].
        lane: String,
        /// See [`crate::task::Task`].
        risk: u32,
        /// When.
        at: Timestamp,
        /// By when it should be decided.
        due_at: Timestamp,
    },
    /// A reviewer has said something of an attempt that needs another's agreement.
    Opined {
        /// Session.
        session: SessionId,
        /// What they said.
        opinion: Opinion,
        /// Who may decide from now on: where two differ, somebody who may go further.
        level: Level,
    },
    /// A case was handed to those who may go further.
    Escalated {
        /// Session.
        session: SessionId,
        /// Who.
        reviewer: ReviewerId,
        /// Why, for colleagues.
        note: Words,
        /// When.
        at: Timestamp,
    },
    /// A case is kept for one reviewer, or for nobody in particular again.
    Assigned {
        /// Session.
        session: SessionId,
        /// Who said so.
        by: ReviewerId,
        /// For whom.
        to: Option<ReviewerId>,
        /// When.
        at: Timestamp,
    },
    /// The applicant was verified.
    Verified {
        /// Session.
        session: SessionId,
        /// The record.
        identity: IdentityRecord,
    },
    /// A ticket was opened.
    TicketOpened {
        /// Which.
        ticket: TicketId,
        /// What for.
        kind: TicketKind,
        /// Session.
        session: SessionId,
        /// Pictures.
        evidence: BTreeMap<Attachment, Digest>,
        /// What the applicant says.
        description: Words,
        /// For a correction: what should be recorded.
        wanted: Option<Claims>,
        /// When.
        at: Timestamp,
        /// By when it should be answered.
        due_at: Timestamp,
    },
    /// The pictures of a ticket were examined.
    TicketExamined {
        /// Which.
        ticket: TicketId,
        /// What was found.
        findings: Vec<Finding>,
        /// When.
        at: Timestamp,
    },
    /// Somebody wrote in a ticket.
    TicketSaid {
        /// Which.
        ticket: TicketId,
        /// What.
        message: Message,
        /// Whether the applicant is asked something.
        asks: bool,
    },
    /// A reviewer would grant a ticket; another must agree.
    TicketOpined {
        /// Which.
        ticket: TicketId,
        /// Who.
        reviewer: ReviewerId,
        /// For colleagues.
        note: Option<Words>,
        /// When.
        at: Timestamp,
    },
    /// A ticket was answered.
    TicketAnswered {
        /// Which.
        ticket: TicketId,
        /// By whom.
        reviewer: ReviewerId,
        /// Whether with yes.
        granted: bool,
        /// For the applicant.
        message: Option<Words>,
        /// For colleagues.
        note: Option<Words>,
        /// When.
        at: Timestamp,
    },
    /// A ticket was taken back.
    TicketWithdrawn {
        /// Which.
        ticket: TicketId,
        /// When.
        at: Timestamp,
    },
    /// An appeal was granted: the attempt is decided anew.
    Overturned {
        /// Session.
        session: SessionId,
        /// Attempt.
        attempt: AttemptId,
        /// The decision that stands now.
        decision: Decision,
    },
    /// An appeal was granted: everything can be handed in again.
    Reopened {
        /// Session.
        session: SessionId,
        /// What must be handed in.
        steps_due: Vec<Step>,
        /// Until when.
        expires_at: Timestamp,
        /// When.
        at: Timestamp,
    },
    /// A correction was granted: a new version of the identity record.
    Corrected {
        /// Session.
        session: SessionId,
        /// The record.
        identity: IdentityRecord,
    },
    /// A verification was taken back.
    Revoked {
        /// Session.
        session: SessionId,
        /// By whom.
        reviewer: ReviewerId,
        /// Why, for colleagues.
        note: Words,
        /// When.
        at: Timestamp,
    },
    /// A session was withdrawn.
    Canceled {
        /// Which.
        session: SessionId,
        /// When.
        at: Timestamp,
    },
}

/// Work that a worker does at least once and that takes effect once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Job {
    /// Examine, judge and conclude an attempt.
    Examine {
        /// Session.
        session: SessionId,
        /// Attempt.
        attempt: AttemptId,
    },
    /// Examine the pictures of a ticket.
    ExamineTicket {
        /// Session.
        session: SessionId,
        /// Ticket.
        ticket: TicketId,
    },
}

/// An entry of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// `session.opened`, `attempt.submitted`, `attempt.decided`, …
    pub action: String,
    /// Session it is about.
    pub session: Option<SessionId>,
    /// Attempt it is about.
    pub attempt: Option<AttemptId>,
    /// Codes, outcome, policy: never personal data.
    pub detail: String,
}

/// What the host application is told (webhooks; the delivery comes later, the record is kept from the start).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// `session.decided`, `session.in_review`, `capability.granted`, …
    pub kind: String,
    /// Session it is about.
    pub session: SessionId,
    /// Codes where there are any.
    pub codes: Vec<CodedReason>,
}

impl Refusal {
    /// The stable name on the wire.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::SessionUnknown => "session.unknown",
            Refusal::AttemptUnknown => "attempt.unknown",
            Refusal::SessionExpired(_) => "session.expired",
            Refusal::WrongStatus(_) => "session.wrong_status",
            Refusal::Locked(_) => "submission.locked",
            Refusal::LivenessLocked(_) => "live.locked",
            Refusal::StepNotDue(_) => "step.not_due",
            Refusal::StepsMissing(_) => "steps.missing",
            Refusal::AlreadyVerified => "applicant.verified",
            Refusal::CodeUnknown(_) => "decision.code_unknown",
            Refusal::IdentityMissing => "decision.identity_missing",
            Refusal::ReviewerExcluded => "reviewer.excluded",
            Refusal::NotForReviewer => "reviewer.not_for_you",
            Refusal::AppealOpen => "submission.appeal_open",
            Refusal::NotAppealable(_) => "ticket.not_appealable",
            Refusal::TicketOpen => "ticket.open_already",
            Refusal::TicketUnknown => "ticket.unknown",
            Refusal::TicketClosed => "ticket.closed",
            Refusal::TicketsTooMany => "ticket.too_many",
            Refusal::AttachmentsMissing(_) => "ticket.attachments_missing",
            Refusal::CorrectionUnclear => "ticket.correction_unclear",
            Refusal::MessagesTooMany => "ticket.messages_too_many",
            Refusal::AnswerUnexplained => "ticket.answer_unexplained",
            Refusal::EscalatedAlready => "case.escalated_already",
            Refusal::CaseMoved => "case.moved",
            Refusal::StepsNotFitting => "decision.steps_not_fitting",
        }
    }
}
