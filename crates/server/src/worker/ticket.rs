//! The pictures of a ticket, examined and judged like those of an attempt.

use review::{
    case::Case,
    finding::{Finding, FindingCode},
    id::{SessionId, TicketId},
    judge::{Circumstances, judge},
    observation::Examination,
    ticket::Ticket,
    transition::Command,
};
use storage::{
    Extras,
    job::{Claimed, JobEnd},
};

use super::{
    Setback,
    conclude::{ACTOR, ROUNDS_MAX, examine, written},
    end,
};
use crate::{app::App, view};

/// Examines the pictures and keeps what was found with the ticket.
pub(super) async fn examine_ticket(
    app: &App,
    claimed: &Claimed,
    session: SessionId,
    id: TicketId,
) -> Result<(), Setback> {
    if claimed.tries > app.config.leases.tries_max {
        return give_up(app, claimed, session, id, "its workers died").await;
    }
    let Some((case, ticket)) = load(app, claimed, id).await? else { return end(app, claimed).await };
    let attempt = ticket.as_attempt();
    let examination = examine(app, session, &attempt).await?;
    app.progress.forget(attempt.id);
    let policy = app.policy_of(&case, session);
    let day = view::day(ticket.opened_at);
    let findings = judge(&examination, &attempt.claims, &Circumstances::default(), &policy, day).findings;
    write(app, claimed, session, id, (findings, Some(&examination)), JobEnd::Done).await
}

/// The ticket stays open without an examination: a person looks at the pictures anyway.
pub(super) async fn give_up(
    app: &App,
    claimed: &Claimed,
    session: SessionId,
    id: TicketId,
    reason: &str,
) -> Result<(), Setback> {
    let failed = vec![Finding::new(FindingCode::ExaminationFailed)];
    write(app, claimed, session, id, (failed, None), JobEnd::Dead(reason)).await
}

async fn write(
    app: &App,
    claimed: &Claimed,
    session: SessionId,
    id: TicketId,
    (findings, examination): (Vec<Finding>, Option<&Examination>),
    how: JobEnd<'_>,
) -> Result<(), Setback> {
    for _ in 0..ROUNDS_MAX {
        let Some((case, _)) = load(app, claimed, id).await? else { return end(app, claimed).await };
        let command = Command::ExamineTicket { session, ticket: id, findings: findings.clone() };
        let extras = Extras {
            ticket_examination: examination.map(|examination| (id, examination)),
            job: Some((&claimed.lease, how)),
            ..Extras::new(app.now(), ACTOR)
        };
        if written(app, &case, session, command, &extras).await? {
            return Ok(());
        }
    }
    Err(Setback::Failed("the case kept changing".into()))
}

/// The case and the ticket, or `None` where it is closed or examined already.
async fn load(app: &App, claimed: &Claimed, id: TicketId) -> Result<Option<(Case, Ticket)>, Setback> {
    let case = app.store().case(claimed.applicant).await?;
    let case = case.ok_or_else(|| Setback::Failed("the applicant is gone".into()))?;
    let waits = |ticket: &&Ticket| ticket.status.is_open() && ticket.findings.is_none();
    let ticket = case.tickets.get(&id).filter(waits).cloned();
    Ok(ticket.map(|ticket| (case, ticket)))
}
