//! The face check's sitting: a random plan, told step by step; its film is kept where it passed.

use std::time::Duration;

use review::{
    case::Case,
    id::SessionId,
    judge,
    liveness::{Failure, Phase, Prompt, Trial},
    observation::{Ask, CaptureFacts, ImageRole, Plan},
    policy::Policy,
    transition::Command,
};
use storage::Extras;
use tokio::time::Instant;
use uuid::Uuid;
use vision::{
    live::{ExamineError, FRAMES_MAX, Film, FilmFrame, Look, Sitter},
    network::NetworkError,
};

use super::{
    line::{Frame, Line, invalid},
    message::Answer,
};
use crate::{
    app::{App, Unchanged},
    endpoint::evidence_upload::{self, Kept},
    problem::{self, Problem},
    random::{self, Random},
    view,
};

/// Longer side of a frame in pixels.
const LONG_SIDE_PX: u32 = 512;
/// How long a try may last.
const WITHIN: Duration = Duration::from_secs(120);
/// What the frames of a try may weigh together.
const FILM_BYTES_MAX: usize = 12_000_000;
/// Longest name of a camera that is kept.
const CAMERA_CHARS_MAX: usize = 64;
/// Named in the audit log.
const ACTOR: &str = "applicant";
/// The reason of a try that was left once a movement had been asked: leaving must not be a way to draw another order.
const LEFT: Failure = Failure::FaceLost;
/// Colours to draw from: saturated, so that skin answers each differently.
const PALETTE: [[u8; 3]; 6] =
    [[255, 40, 40], [40, 255, 40], [60, 60, 255], [255, 255, 40], [40, 255, 255], [255, 40, 255]];

/// A try under way.
struct Sitting {
    sitter: Sitter,
    trial: Trial,
    film: Film,
    bytes: usize,
    /// Width and height of its frames.
    size_px: Option<(u32, u32)>,
    /// The latest of the colours that was told.
    colour: Option<u8>,
}

pub(super) async fn sit(
    app: &App,
    line: &mut Line,
    session: SessionId,
    camera: &str,
    colours: bool,
) -> Result<(), Problem> {
    let case = app.case_of(session).await?;
    case.may_try_liveness(session, app.now())?;
    app.takes_pictures(view::session(&case, session)?).await?;
    let policy = app.policy_of(&case, session);
    let colours_count = if colours { usize::from(policy.liveness.colours_count) } else { 0 };
    let plan = draw(app.parts.random.as_ref(), colours_count);
    let trial = Trial::new(policy.liveness.movements.clone(), plan.clone());
    let film = Film { plan, camera: printable(camera), best: 0, frames: Vec::new() };
    let sitter = Sitter::default();
    let sitting = Box::new(Sitting { sitter, trial, film, bytes: 0, size_px: None, colour: None });
    line.ready(LONG_SIDE_PX, WITHIN).await;
    let mut begun = false;
    let ended = exercise(app, line, sitting, &mut begun).await;
    if !matches!(ended, Ok(Some(_))) && begun {
        record(app, &case, session, Some(LEFT.to_string())).await?;
    }
    match ended? {
        Some((film, failure)) => end(app, line, &case, session, film, failure, &policy).await,
        None => Ok(()),
    }
}

/// Frame by frame to the end: the film, and why the movements failed, if they did. `None` where the line was cut; `begun` says
/// whether a movement was asked.
async fn exercise(
    app: &App,
    line: &mut Line,
    mut sitting: Box<Sitting>,
    begun: &mut bool,
) -> Result<Option<(Film, Option<String>)>, Problem> {
    let until = Instant::now() + WITHIN;
    while let Some(frame) = line.frame().await? {
        if Instant::now() > until {
            return Err(Problem::new(problem::LIVE_TOO_LONG));
        }
        let (back, look, prompt) = step(app, sitting, frame).await?;
        sitting = back;
        *begun |= prompt.phase != Phase::Settle;
        if let Some(outcome) = prompt.outcome {
            let failure = outcome.err().map(|failure| failure.to_string());
            return Ok(Some((sitting.film, failure)));
        }
        line.say(&Answer::of_face(&look.moment, &prompt, &sitting.film.plan)).await;
    }
    Ok(None)
}

/// Takes in one frame.
async fn step(
    app: &App,
    mut sitting: Box<Sitting>,
    frame: Frame,
) -> Result<(Box<Sitting>, Look, Prompt), Problem> {
    sitting.bytes += frame.jpeg.len();
    if sitting.bytes > FILM_BYTES_MAX || sitting.film.frames.len() >= FRAMES_MAX {
        return Err(Problem::new(problem::LIVE_TOO_LONG));
    }
    let examiner = app.parts.examiner.clone();
    let looked = app.live.work(move || {
        let rgb = frame.decode(LONG_SIDE_PX)?;
        if *sitting.size_px.get_or_insert(rgb.dimensions()) != rgb.dimensions() {
            return Err(invalid("the frames of a film are of one size"));
        }
        if frame.colour > sitting.colour {
            return Err(invalid("the colour of a frame was not shown yet"));
        }
        let look = examiner.look_at_face(&mut sitting.sitter, &rgb, frame.at_ms, frame.colour);
        let look = look.map_err(|error| failed(&error))?;
        let prompt = sitting.trial.step(&look.moment);
        sitting.colour = sitting.colour.max(prompt.colour);
        let kept = FilmFrame { at_ms: frame.at_ms, colour: frame.colour, jpeg: frame.jpeg.to_vec() };
        sitting.film.frames.push(kept);
        Ok((sitting, look, prompt))
    });
    looked.await?
}

/// A network that fails is our trouble.
pub(super) fn failed(error: &NetworkError) -> Problem {
    tracing::error!(live.cause = %error, "A live frame could not be looked at");
    Problem::new(problem::NETWORK_FAILED)
}

/// The try is over: what its film shows as a whole has the last word, and the case remembers how it ended.
async fn end(
    app: &App,
    line: &mut Line,
    case: &Case,
    session: SessionId,
    film: Film,
    failure: Option<String>,
    policy: &Policy,
) -> Result<(), Problem> {
    let (film, failure) = match failure {
        Some(failure) => (film, Some(failure)),
        None => verdict(app, film, policy).await?,
    };
    let evidence_id = match failure {
        None => Some(keep(app, session, &film).await?),
        Some(_) => None,
    };
    let after = record(app, case, session, failure.clone()).await?;
    let now = app.now();
    line.say(&Answer::End {
        passed: failure.is_none(),
        evidence_id,
        reason: failure.as_deref(),
        tries_left: failure.is_some().then(|| after.liveness_tries_left(policy, now)),
        locked_until: after.liveness_locked_until(now),
    })
    .await;
    Ok(())
}

/// The film with its best frame, and what speaks against it.
async fn verdict(app: &App, film: Film, policy: &Policy) -> Result<(Film, Option<String>), Problem> {
    let examiner = app.parts.examiner.clone();
    let examined =
        app.live.work(move || examiner.examine_film(&film).map(|examined| (film, examined))).await?;
    let (mut film, examined) = examined.map_err(|error| match error {
        ExamineError::Film(_) => Problem::new(problem::LIVE_FRAME_INVALID),
        ExamineError::Network(error) => failed(&error),
    })?;
    film.best = examined.reading.best;
    Ok((film, judge::face_check_failure(&examined.reading, policy)))
}

async fn keep(app: &App, session: SessionId, film: &Film) -> Result<Uuid, Problem> {
    let selfie = film.picture(film.best).map_err(|_| Problem::new(problem::LIVE_FRAME_INVALID))?;
    let (width_px, height_px) = selfie.rgb.dimensions();
    let facts = CaptureFacts { format: "film".to_owned(), ..CaptureFacts::default() };
    let kept = Kept { bytes: film.write(), width_px, height_px, facts };
    let evidence = evidence_upload::store(app, session, ImageRole::Selfie, kept).await?;
    app.store().add_evidence(&evidence, None).await.map_err(|error| Problem::internal(&error))?;
    Ok(evidence.id)
}

async fn record(
    app: &App,
    case: &Case,
    session: SessionId,
    failure: Option<String>,
) -> Result<Case, Problem> {
    let command = Command::EndLiveness { session, failure };
    let changed = app.change(case.applicant, &command, &Extras::new(app.now(), ACTOR)).await;
    changed.map_err(|why| match why {
        Unchanged::Problem(problem) => problem,
        Unchanged::AlreadyAnswered => Problem::new(problem::CONFLICT),
    })
}

/// Every movement once, in random order, and so many colours, none twice in a row.
fn draw(random: &dyn Random, colours_count: usize) -> Plan {
    let mut asks = Ask::ALL.to_vec();
    for i in (1..asks.len()).rev() {
        asks.swap(i, below(random, i + 1));
    }
    let mut colours: Vec<[u8; 3]> = Vec::new();
    while colours.len() < colours_count {
        let colour = PALETTE[below(random, PALETTE.len())];
        if colours.last() != Some(&colour) {
            colours.push(colour);
        }
    }
    Plan { asks, colours }
}

/// A number below `count`, a small one, without a bias that would matter.
fn below(random: &dyn Random, count: usize) -> usize {
    (u64::from_le_bytes(random::bytes(random)) % count as u64) as usize
}

fn printable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(CAMERA_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::random::SystemRandom;

    #[test]
    fn every_order_is_drawn_and_no_colour_follows_itself() {
        let plans: Vec<Plan> = (0..2_000).map(|_| draw(&SystemRandom, 4)).collect();
        let orders: BTreeSet<Vec<Ask>> = plans.iter().map(|plan| plan.asks.clone()).collect();
        assert_eq!(orders.len(), 24);
        for plan in plans {
            assert!(plan.colours.len() == 4 && plan.colours.windows(2).all(|pair| pair[0] != pair[1]));
        }
    }

    #[test]
    fn a_cameras_name_is_bounded_and_printable() {
        assert_eq!(printable("Face\u{7}Time\n"), "FaceTime");
        assert_eq!(printable(&"x".repeat(500)).len(), CAMERA_CHARS_MAX);
    }
}
