//! What waits for a person: where it stands in the queue, who may take it, and what was said of it.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    case::{Case, Session},
    decision::{CodedReason, DecidedBy, Outcome},
    id::{AttemptId, ReviewerId, SessionId},
    policy::{LANE_OTHERWISE, Lane, Policy},
    words::Words,
};

/// A session in review, as the queue sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// What is to be decided.
    pub attempt: AttemptId,
    /// Which reviewers know such documents: a lane of the policy.
    pub lane: String,
    /// Who may decide.
    pub level: Level,
    /// How grave the suspicions are; see [`Policy::risk`].
    pub risk: u32,
    /// Since when it waits.
    pub entered_at: Timestamp,
    /// By when it should be decided.
    pub due_at: Timestamp,
    /// The one reviewer for whom it is kept.
    pub assigned_to: Option<ReviewerId>,
    /// What reviewers have said of this attempt that decides nothing yet, oldest first.
    pub opinions: Vec<Opinion>,
}

/// How far a reviewer may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Ordinary cases.
    Reviewer,
    /// Also what was escalated.
    Senior,
}

/// A person at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reviewer {
    /// Who.
    pub id: ReviewerId,
    /// How far they may go.
    pub level: Level,
}

/// A verdict that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// Whose.
    pub reviewer: ReviewerId,
    /// Approved or rejected.
    pub outcome: Outcome,
    /// Codes with sub-reasons, where rejected.
    pub codes: Vec<(String, String)>,
    /// For colleagues alone.
    pub note: Option<Words>,
    /// When.
    pub at: Timestamp,
}

impl Case {
    /// Who may not decide this session or a ticket about it: whoever has decided on the applicant before, by an attempt or
    /// a ticket, and whoever has given an opinion on what waits. A second look is a look by somebody else.
    #[must_use]
    pub fn excluded(&self, session: SessionId) -> BTreeSet<ReviewerId> {
        let decisions = self
            .sessions
            .values()
            .flat_map(|session| &session.attempts)
            .filter_map(|attempt| attempt.decision.as_ref());
        let before = decisions.filter_map(|decision| match decision.by {
            DecidedBy::Reviewer(reviewer) => Some(reviewer),
            DecidedBy::Automatic => None,
        });
        let task = self.sessions.get(&session).and_then(|session| session.task.as_ref());
        let heard = task.into_iter().flat_map(|task| &task.opinions).map(|opinion| opinion.reviewer);
        let tickets = self
            .tickets
            .values()
            .flat_map(|ticket| ticket.grants.iter().map(|grant| grant.reviewer).chain(ticket.answered_by));
        before.chain(heard).chain(tickets).collect()
    }
}

impl Session {
    /// Whether a verdict of this kind has another person's agreement already.
    pub(crate) fn agreed(&self, outcome: Outcome, weighty: &BTreeSet<&str>) -> bool {
        let opinions = self.task.iter().flat_map(|task| &task.opinions);
        opinions.into_iter().any(|opinion| {
            let theirs: BTreeSet<&str> = opinion.codes.iter().map(|(code, _)| code.as_str()).collect();
            opinion.outcome == outcome && weighty.is_subset(&theirs)
        })
    }
}

impl Policy {
    /// How grave a case's suspicions are, 0 for none: hundreds by the way back that the gravest leaves, tens by how
    /// hard it is to put right, ones by how many there are.
    #[must_use]
    pub fn risk(&self, suspicions: &[CodedReason]) -> u32 {
        let codes = suspicions.iter().filter_map(|coded| self.code(&coded.code));
        let gravest =
            codes.map(|code| 100 * code.resubmission as u32 + 10 * code.difficulty as u32).max().unwrap_or(0);
        gravest + u32::try_from(suspicions.len().min(9)).unwrap_or(9)
    }

    /// The lane of a document: the first that names its issuer or its kind, else [`LANE_OTHERWISE`].
    #[must_use]
    pub fn lane(&self, issuer: Option<&str>, kind: Option<&str>) -> &str {
        let fits = |lane: &&Lane| {
            issuer.is_some_and(|issuer| lane.issuers.contains(issuer))
                || kind.is_some_and(|kind| lane.kinds.iter().any(|named| named.code() == kind))
        };
        self.review.lanes.iter().find(fits).map_or(LANE_OTHERWISE, |lane| &lane.name)
    }
}
