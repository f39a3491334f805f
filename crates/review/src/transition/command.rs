//! What may be asked of a case.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    case::{Claims, DocumentIdentity, Step},
    finding::Finding,
    id::{AttemptId, Digest, SessionId, TicketId},
    observation::{ImageRole, ModelUsed},
    task::Reviewer,
    ticket::{Answer, Attachment, Author, TicketKind},
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
        to: Option<Reviewer>,
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
    /// A senior lets an applicant try again before their locks end by themselves.
    LiftLocks {
        /// A session of theirs.
        session: SessionId,
        /// Who.
        reviewer: Reviewer,
        /// Why, for colleagues.
        note: Words,
    },
    /// The document of a verified applicant will expire soon.
    NoticeExpiry {
        /// The session that verified.
        session: SessionId,
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
