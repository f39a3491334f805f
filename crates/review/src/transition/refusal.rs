//! Why something that was asked is not done.

use jiff::Timestamp;

use crate::{case::Step, ticket::Attachment};

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
    /// No lock is in force and nothing counts towards one.
    #[error("nothing is locked")]
    NothingLocked,
    /// The document does not expire soon, or the host was told already.
    #[error("there is nothing to tell")]
    NothingToTell,
    /// Something has happened since the reviewer looked.
    #[error("the case has moved on")]
    CaseMoved,
    /// Steps are asked for that the codes do not leave open, or none at all.
    #[error("these steps cannot be asked for")]
    StepsNotFitting,
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
            Refusal::NothingLocked => "lock.none",
            Refusal::NothingToTell => "expiry.nothing_to_tell",
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
