//! The viewfinder's sitting: every frame of a document is answered with its corners and what to put right.

use std::time::Duration;

use review::{id::SessionId, observation::ImageRole, policy::Policy};
use tokio::time::Instant;
use vision::live::{self, Viewfinder, Wanted};

use super::{
    line::{Frame, Line},
    message::Answer,
};
use crate::{
    app::App,
    path,
    problem::{self, Problem},
    view,
};

/// Longer side of a frame in pixels.
const LONG_SIDE_PX: u32 = 640;
/// How long somebody may look for the right place.
const WITHIN: Duration = Duration::from_secs(300);

pub(super) async fn sit(app: &App, line: &mut Line, session: SessionId, role: &str) -> Result<(), Problem> {
    let role = path::role(role)?;
    if role == ImageRole::Selfie {
        return Err(Problem::new(problem::ROLE_UNKNOWN).detail("the viewfinder is for documents"));
    }
    let case = app.case_of(session).await?;
    app.takes_pictures(view::session(&case, session)?).await?;
    let mut finder = Viewfinder::new(role, wanted(&app.policy_of(&case, session)));
    line.ready(LONG_SIDE_PX, WITHIN).await;
    let until = Instant::now() + WITHIN;
    while let Some(frame) = line.frame().await? {
        if Instant::now() > until {
            return Err(Problem::new(problem::LIVE_TOO_LONG));
        }
        let (seen, back) = look(app, finder, frame).await?;
        finder = back;
        line.say(&Answer::of_document(&seen)).await;
    }
    Ok(())
}

async fn look(app: &App, finder: Viewfinder, frame: Frame) -> Result<(live::View, Viewfinder), Problem> {
    let examiner = app.parts.examiner.clone();
    let looked = app.live.work(move || {
        let mut finder = finder;
        let rgb = frame.decode(LONG_SIDE_PX)?;
        let seen = examiner.look_at_document(&mut finder, &rgb, frame.at_ms);
        seen.map(|seen| (seen, finder)).map_err(|error| super::face::failed(&error))
    });
    looked.await?
}

fn wanted(policy: &Policy) -> Wanted {
    let thresholds = &policy.thresholds;
    Wanted {
        glare_share_max: thresholds.glare_share_max,
        brightness_min: thresholds.brightness_min,
        bright_share_max: thresholds.bright_share_max,
        sharpness_min: thresholds.sharpness_min,
    }
}
