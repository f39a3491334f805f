//! Files in, a reviewed attempt out.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use jiff::{Timestamp, civil::Date, tz::Offset};
use review::{
    case::Claims,
    decision::{DecidedBy, Decision},
    judge,
    judge::{Circumstances, Judgement},
    observation::Examination,
    policy::Policy,
};
use vision::intake::{IntakeError, Limits, Picture, accept, accept_to_read};

use crate::failure::Failure;

/// Largest file of claims.
const CLAIMS_BYTES_MAX: u64 = 64 * 1024;

/// The files of one attempt.
#[derive(clap::Args)]
pub struct Subject {
    /// Photograph of the document's front (a passport's data page).
    #[arg(long, value_name = "FRONT")]
    document: Option<PathBuf>,
    /// Photograph of its back.
    #[arg(long, value_name = "BACK")]
    back: Option<PathBuf>,
    /// Photograph of the holder's face.
    #[arg(long, value_name = "SELFIE")]
    selfie: Option<PathBuf>,
    /// What the applicant says of themself: name, birth_date, document_number, sex, expiry_date, nationality.
    #[arg(long, value_name = "FILE.json")]
    claims: Option<PathBuf>,
}

/// The files, opened and bounded.
pub struct Opened {
    /// The document's front.
    pub front: Option<Picture>,
    /// Its back.
    pub back: Option<Picture>,
    /// The selfie.
    pub selfie: Option<Picture>,
    /// The claims.
    pub claims: Option<Claims>,
    /// Time that intake took.
    pub intake: Duration,
}

impl Subject {
    /// Reads every file and takes the pictures in.
    pub fn open(&self) -> Result<Opened, Failure> {
        if self.document.is_none() {
            return Err(Failure::Usage("say which picture to check: --document FRONT".into()));
        }
        let claims = self.claims.as_deref().map(claims).transpose()?;
        let started = Instant::now();
        Ok(Opened {
            front: self.document.as_deref().map(|path| picture(path, accept_to_read)).transpose()?,
            back: self.back.as_deref().map(|path| picture(path, accept_to_read)).transpose()?,
            selfie: self.selfie.as_deref().map(|path| picture(path, accept)).transpose()?,
            claims,
            intake: started.elapsed(),
        })
    }
}

/// An attempt with everything that was found.
pub struct Reviewed {
    /// What was measured.
    pub examination: Examination,
    /// What was concluded.
    pub judgement: Judgement,
    /// What was decided.
    pub decision: Decision,
    /// The policy it was decided under.
    pub policy: Policy,
    /// The day.
    pub today: Date,
    /// Whether claims were handed in.
    pub claimed: bool,
    /// Wall-clock time by step.
    pub steps: Vec<(String, Duration)>,
    /// Time inside networks.
    pub networks: Duration,
}

/// Examines, judges and decides. What was not handed in (selfie, claims) is not asked for.
pub fn review(
    loaded: &models::Loaded,
    opened: &Opened,
    today: Date,
    live: bool,
) -> Result<Reviewed, Failure> {
    let mut policy = Policy::exchange();
    policy.sandbox = !live;
    policy.selfie_required = opened.selfie.is_some();
    policy.liveness.required = false;
    let before = network_time(loaded);
    let pictures = vision::Pictures {
        front: opened.front.as_ref(),
        back: opened.back.as_ref(),
        selfie: opened.selfie.as_ref(),
        film: None,
    };
    let mut steps = vec![("intake".to_owned(), opened.intake)];
    let mut examination = examine(loaded, pictures, today, &mut steps)?;
    examination.models = loaded.used.clone();
    let claims = opened.claims.clone().unwrap_or_default();
    let circumstances = Circumstances { duplicate_document: false };
    let started = Instant::now();
    let judgement = judge(&examination, &claims, &circumstances, &policy, today);
    let decision =
        policy.decide(&judgement.findings, DecidedBy::Automatic, &examination.models, midnight(today)?);
    steps.push(("judge".to_owned(), started.elapsed()));
    let networks = network_time(loaded) - before;
    Ok(Reviewed {
        examination,
        judgement,
        decision,
        policy,
        today,
        claimed: opened.claims.is_some(),
        steps,
        networks,
    })
}

fn examine(
    loaded: &models::Loaded,
    pictures: vision::Pictures<'_>,
    today: Date,
    steps: &mut Vec<(String, Duration)>,
) -> Result<Examination, Failure> {
    let (examination, timings) = vision::examine(&loaded.networks, pictures, today, &mut |_| {})
        .map_err(|error| Failure::internal("the examination failed", error))?;
    steps.extend(timings.into_iter().map(|(step, time)| (step.to_string(), time)));
    Ok(examination)
}

fn network_time(loaded: &models::Loaded) -> Duration {
    loaded.timings().iter().map(|network| Duration::from_secs_f64(network.total_s)).sum()
}

fn midnight(today: Date) -> Result<Timestamp, Failure> {
    Offset::UTC.to_timestamp(today.at(0, 0, 0, 0)).map_err(|error| Failure::internal("no such day", error))
}

type Intake = fn(&[u8], &Limits) -> Result<Picture, IntakeError>;

fn picture(path: &Path, intake: Intake) -> Result<Picture, Failure> {
    let limits = Limits::default();
    let bytes = read(path, limits.bytes_max as u64, "image.too_large")?;
    intake(&bytes, &limits)
        .map_err(|error| Failure::input(error.code(), format!("{}: {error}", path.display())))
}

fn claims(path: &Path) -> Result<Claims, Failure> {
    let bytes = read(path, CLAIMS_BYTES_MAX, "claims.too_large")?;
    // A struct would also be read from a list; claims are an object.
    serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&bytes)
        .and_then(|object| serde_json::from_value(object.into()))
        .map_err(|error| Failure::input("claims.invalid", format!("{}: {error}", path.display())))
}

fn read(path: &Path, bytes_max: u64, too_large: &str) -> Result<Vec<u8>, Failure> {
    let unreadable =
        |error: std::io::Error| Failure::input("file.unreadable", format!("{}: {error}", path.display()));
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    if size > bytes_max {
        let detail = format!("{}: {size} bytes are more than {bytes_max}", path.display());
        return Err(Failure::input(too_large, detail));
    }
    std::fs::read(path).map_err(unreadable)
}
