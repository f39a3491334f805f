//! What an operator may set.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use jiff::{SignedDuration, Timestamp};
use storage::sign_in::Browser;
use vision::intake::Limits;

/// Settings of a server or a worker. [`Config::default`] serves on loopback.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// How the outside reaches this server, without a slash at the end; links to the pages begin with it.
    pub public_url: String,
    /// How long a client token opens its session.
    pub token_lifetime: SignedDuration,
    /// How long a session takes submissions.
    pub session_lifetime: SignedDuration,
    /// How many attempts are examined at once inside this process; 0 leaves them to other processes.
    pub workers: usize,
    /// How many pictures are decoded or read for a form at once.
    pub decoders: usize,
    /// What an uploaded picture may measure.
    pub limits: Limits,
    /// How many pictures may be handed in for one session.
    pub uploads_max: usize,
    /// How work is leased and given up.
    pub leases: Leases,
    /// Where signed checkpoints of the audit log are appended; best on another machine's disk.
    pub audit_checkpoints: Option<PathBuf>,
    /// How people sign in to the console.
    pub people: PeopleConfig,
    /// How long a request may take.
    pub request_timeout: Duration,
    /// How long an upload may take.
    pub upload_timeout: Duration,
}

/// How workers hold jobs.
#[derive(Debug, Clone, Copy)]
pub struct Leases {
    /// How long a worker may be silent before its job passes on.
    pub held: SignedDuration,
    /// How often a worker says that it lives; well below `held`.
    pub heartbeat: Duration,
    /// How often an idle worker looks for work that it was not told of.
    pub poll: Duration,
    /// How often a job is tried before a person gets the case.
    pub tries_max: u32,
    /// How long a failed job waits before its second try; doubled for each further one.
    pub backoff: SignedDuration,
}

/// How people sign in, and for how long.
#[derive(Debug, Clone)]
pub struct PeopleConfig {
    /// How long a session may stand unused.
    pub idle: SignedDuration,
    /// How long a session lasts at most.
    pub lifetime: SignedDuration,
    /// How exactly its last use is remembered; well below `idle`.
    pub seen_every: SignedDuration,
    /// How long an enrolment link works.
    pub enrolment: SignedDuration,
    /// How many passwords are compared at once: each takes 19 MiB and a core.
    pub at_once: usize,
    /// How many reverse proxies of one's own stand before this server: 0 believes no `X-Forwarded-For`.
    pub proxies: usize,
}

impl PeopleConfig {
    /// Whether a session still holds.
    pub(crate) fn lasts(&self, browser: &Browser, now: Timestamp) -> bool {
        now < browser.expires_at && now < browser.seen_at + self.idle
    }
}

impl Default for PeopleConfig {
    fn default() -> Self {
        Self {
            idle: SignedDuration::from_mins(30),
            lifetime: SignedDuration::from_hours(12),
            seen_every: SignedDuration::from_mins(1),
            enrolment: SignedDuration::from_hours(72),
            at_once: 2,
            proxies: 0,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: "http://127.0.0.1:8080".into(),
            token_lifetime: SignedDuration::from_mins(60),
            session_lifetime: SignedDuration::from_hours(7 * 24),
            workers: 1,
            decoders: 2,
            limits: Limits::default(),
            uploads_max: 60,
            leases: Leases::default(),
            audit_checkpoints: None,
            people: PeopleConfig::default(),
            request_timeout: Duration::from_secs(60),
            upload_timeout: Duration::from_secs(300),
        }
    }
}

impl Default for Leases {
    fn default() -> Self {
        Self {
            held: SignedDuration::from_secs(30),
            heartbeat: Duration::from_secs(10),
            poll: Duration::from_secs(1),
            tries_max: 5,
            backoff: SignedDuration::from_secs(2),
        }
    }
}
