//! One attempt from its pictures to its decision.

use review::{
    case::{Attempt, Case},
    finding::{Finding, FindingCode},
    id::{AttemptId, SessionId},
    judge::{Circumstances, Judgement, judge, read_identity},
    observation::{Examination, ModelUsed},
    transition::{Command, ReadIdentity, Transition},
};
use storage::{
    CommitError, Extras,
    job::{Claimed, JobEnd},
};

use super::{Setback, end, pictures};
use crate::{app::App, view};

/// How often a conclusion is drawn anew when the case changed while it was being drawn.
pub(super) const ROUNDS_MAX: u32 = 8;
/// Named in the audit log.
pub(super) const ACTOR: &str = "worker";

/// Examines, judges and concludes. The decision, the examination and the end of the job are one write.
pub(super) async fn conclude(
    app: &App,
    claimed: &Claimed,
    session: SessionId,
    attempt: AttemptId,
) -> Result<(), Setback> {
    if claimed.tries > app.config.leases.tries_max {
        return give_up(app, claimed, session, attempt, "its workers died").await;
    }
    let Some((_, open)) = load(app, claimed, session, attempt).await? else { return end(app, claimed).await };
    let examination = examine(app, session, &open).await?;
    app.progress.enter(attempt, "judging");
    for _ in 0..ROUNDS_MAX {
        let Some((case, open)) = load(app, claimed, session, attempt).await? else {
            return end(app, claimed).await;
        };
        let command = judged(app, &case, session, &open, &examination).await?;
        let extras = Extras {
            examination: Some((attempt, &examination)),
            job: Some((&claimed.lease, JobEnd::Done)),
            ..Extras::new(app.now(), ACTOR)
        };
        if written(app, &case, session, command, &extras).await? {
            return Ok(());
        }
    }
    Err(Setback::Failed("the case kept changing".into()))
}

/// Hands the case to a person because the examination cannot be finished.
pub(super) async fn give_up(
    app: &App,
    claimed: &Claimed,
    session: SessionId,
    attempt: AttemptId,
    reason: &str,
) -> Result<(), Setback> {
    for _ in 0..ROUNDS_MAX {
        let Some((case, _)) = load(app, claimed, session, attempt).await? else {
            return end(app, claimed).await;
        };
        let findings = vec![Finding::new(FindingCode::ExaminationFailed)];
        let command = Command::Conclude { session, attempt, findings, models: vec![], identity: None };
        let extras =
            Extras { job: Some((&claimed.lease, JobEnd::Dead(reason))), ..Extras::new(app.now(), ACTOR) };
        if written(app, &case, session, command, &extras).await? {
            return Ok(());
        }
    }
    Err(Setback::Failed("the case kept changing".into()))
}

/// The case and the attempt, or `None` where it is decided or withdrawn already.
async fn load(
    app: &App,
    claimed: &Claimed,
    session: SessionId,
    attempt: AttemptId,
) -> Result<Option<(Case, Attempt)>, Setback> {
    let case = app.store().case(claimed.applicant).await?;
    let case = case.ok_or_else(|| Setback::Failed("the applicant is gone".into()))?;
    let open = case.sessions.get(&session).filter(|s| s.status == review::case::Status::Processing);
    let open = open.and_then(|session| session.attempts.last()).filter(|a| a.id == attempt).cloned();
    Ok(open.map(|attempt| (case, attempt)))
}

/// Decodes and examines beside the serving tasks.
pub(super) async fn examine(
    app: &App,
    session: SessionId,
    attempt: &Attempt,
) -> Result<Examination, Setback> {
    app.progress.enter(attempt.id, "intake");
    let stored = pictures::load(app, session, attempt).await?;
    let (id, today, limits) = (attempt.id, view::day(attempt.submitted_at), app.config.limits);
    let shared = app.clone();
    let examined = tokio::task::spawn_blocking(move || {
        let decoded = stored.decode(&limits).map_err(|error| error.to_string())?;
        let mut progress = |step| shared.progress.examine(id, step);
        let examined = shared.parts.examiner.examine(decoded.pictures(), today, &mut progress);
        examined.map_err(|error| error.to_string())
    });
    match examined.await {
        Ok(examined) => examined.map_err(Setback::Failed),
        Err(_) => Err(Setback::Failed("the examination panicked".into())),
    }
}

async fn judged(
    app: &App,
    case: &Case,
    session: SessionId,
    attempt: &Attempt,
    examination: &Examination,
) -> Result<Command, Setback> {
    let duplicate_document = match read_identity(examination) {
        Some(ReadIdentity { document, .. }) => {
            app.store().other_owner(&document, case.applicant).await?.is_some()
        }
        None => false,
    };
    let circumstances = Circumstances { duplicate_document };
    let (policy, today) = (app.policy_of(case, session), view::day(attempt.submitted_at));
    let judgement = judge(examination, &attempt.claims, &circumstances, &policy, today);
    let Judgement { findings, identity, .. } = judgement;
    let models: Vec<ModelUsed> = examination.models.clone();
    Ok(Command::Conclude { session, attempt: attempt.id, findings, models, identity })
}

/// `false` where the case has changed, or the document was verified for somebody else, since it was judged.
pub(super) async fn written(
    app: &App,
    case: &Case,
    session: SessionId,
    command: Command,
    extras: &Extras<'_>,
) -> Result<bool, Setback> {
    let policy = app.policy_of(case, session);
    let transition: Transition = review::apply(case, command, &policy, extras.at)
        .map_err(|refusal| Setback::Failed(format!("refused: {refusal}")))?;
    match app.write(&transition, extras).await {
        Ok(_) => Ok(true),
        Err(CommitError::VersionConflict | CommitError::DocumentTaken(_)) => Ok(false),
        Err(CommitError::LeaseLost) => Err(Setback::LeaseLost),
        Err(CommitError::Storage(error)) => Err(error.into()),
        Err(error) => Err(Setback::Failed(error.to_string())),
    }
}
