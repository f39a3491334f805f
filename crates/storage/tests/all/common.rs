//! Applicants, sessions and transitions to write, made by hand: storage judges nothing.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use review::{
    case::{Claims, DocumentIdentity, IdentityRecord, Step},
    decision::{DecidedBy, Decision, Outcome, Retry},
    id::{ApplicantId, AttemptId, Digest, SessionId},
    observation::{CaptureFacts, ImageRole},
    transition::{AuditEntry, Event, Job, Transition},
};
use storage::{Extras, Store, applicant::Applicant, evidence::Evidence};
use uuid::Uuid;

pub const ACTOR: &str = "host:test";

/// A store in a folder that goes away with it.
pub struct Fixture {
    pub folder: tempfile::TempDir,
    pub store: Store,
}

impl Fixture {
    pub async fn new() -> Self {
        Self::with_key([7; 32]).await
    }

    /// Of an installation with that key.
    pub async fn with_key(key: [u8; 32]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), key).await.unwrap();
        Self { folder, store }
    }

    /// Another process on the same folder, or the same one after a restart.
    pub async fn open_again(&self) -> Store {
        Store::open(self.folder.path(), [9; 32]).await.unwrap()
    }

    /// The database from outside, past everything that guards it.
    pub async fn raw(&self) -> sqlx::SqlitePool {
        let options = sqlx::sqlite::SqliteConnectOptions::new()
            .filename(self.folder.path().join("bonafide.sqlite"))
            .foreign_keys(false)
            .pragma("synchronous", "OFF");
        sqlx::sqlite::SqlitePoolOptions::new().max_connections(1).connect_with(options).await.unwrap()
    }

    /// The files of pictures.
    pub fn blobs(&self) -> Vec<std::path::PathBuf> {
        let shelves = std::fs::read_dir(self.folder.path().join("evidence")).unwrap();
        let files = shelves.flat_map(|shelf| std::fs::read_dir(shelf.unwrap().path()).unwrap());
        files.map(|file| file.unwrap().path()).collect()
    }

    pub async fn applicant(&self, number: u128) -> ApplicantId {
        let new =
            Applicant { id: applicant(number), external_id: format!("user-{number}"), created_at: at(0) };
        self.store.add_applicant(&new, |_, _| None).await.unwrap().0.id
    }

    /// An applicant with an open session of the same number.
    pub async fn session(&self, number: u128) -> (ApplicantId, SessionId) {
        let applicant = self.applicant(number).await;
        self.store.commit(&opened(applicant, session(number)), &Extras::new(at(0), ACTOR)).await.unwrap();
        (applicant, session(number))
    }

    /// An applicant with an attempt that waits to be examined; all have the same number.
    pub async fn submitted(&self, number: u128) -> (ApplicantId, SessionId, AttemptId) {
        let (applicant, session) = self.session(number).await;
        let transition = submitted(applicant, session, attempt(number), 1);
        self.store.commit(&transition, &Extras::new(at(1), ACTOR)).await.unwrap();
        (applicant, session, attempt(number))
    }
}

pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

pub fn applicant(number: u128) -> ApplicantId {
    ApplicantId(Uuid::from_u128(number))
}

pub fn session(number: u128) -> SessionId {
    SessionId(Uuid::from_u128(1000 + number))
}

pub fn attempt(number: u128) -> AttemptId {
    AttemptId(Uuid::from_u128(2000 + number))
}

pub fn transition(applicant: ApplicantId, expected_version: u64, events: Vec<Event>) -> Transition {
    Transition {
        applicant,
        expected_version,
        events,
        jobs: vec![],
        audit: vec![],
        outbox: vec![],
        refusal: None,
    }
}

pub fn opened(applicant: ApplicantId, session: SessionId) -> Transition {
    let expires_at = at(0) + SignedDuration::from_hours(24);
    let event = Event::SessionOpened {
        session,
        policy: "exchange@1".into(),
        at: at(0),
        expires_at,
        steps_due: vec![Step::Front],
    };
    let entry = AuditEntry {
        action: "session.opened".into(),
        session: Some(session),
        attempt: None,
        detail: String::new(),
    };
    Transition { audit: vec![entry], ..transition(applicant, 0, vec![event]) }
}

pub fn submitted(applicant: ApplicantId, session: SessionId, attempt: AttemptId, version: u64) -> Transition {
    let evidence: BTreeMap<_, Digest> = BTreeMap::new();
    let event = Event::Submitted { session, attempt, evidence, claims: Claims::default(), at: at(1) };
    Transition {
        jobs: vec![Job::Examine { session, attempt }],
        ..transition(applicant, version, vec![event])
    }
}

/// A picture of that session, stored with its row.
pub async fn picture(store: &Store, session: SessionId, number: u128, content: &'static [u8]) -> Digest {
    let digest = store.put_blob(session, bytes::Bytes::from_static(content)).await.unwrap();
    let evidence = Evidence {
        id: Uuid::from_u128(3000 + number),
        session,
        role: ImageRole::Front,
        digest,
        width_px: 1600,
        height_px: 1000,
        size_bytes: content.len() as u64,
        facts: CaptureFacts { format: "png".into(), flash_fired: None, software: None },
        uploaded_at: at(3),
    };
    store.add_evidence(&evidence, None).await.unwrap();
    digest
}

/// An approval that records the document of that number.
pub fn approved(applicant: ApplicantId, session: SessionId, attempt: AttemptId, number: &str) -> Transition {
    let decision = Decision {
        outcome: Outcome::Approved,
        codes: vec![],
        findings: vec![],
        policy: "exchange@1".into(),
        models: vec![],
        by: DecidedBy::Automatic,
        at: at(2),
        retry: Retry::NotNeeded,
        message: None,
    };
    let document = document(number);
    let identity = IdentityRecord {
        attempt,
        approved_at: at(2),
        document,
        name: "ERIKSSON, ANNA MARIA".into(),
        birth_date: "1974-08-12".into(),
        expiry_date: Some("2030-01-01".into()),
        capabilities: vec!["fiat_deposit".into()],
        version: 1,
    };
    let events = vec![
        Event::Decided { session, attempt, decision, steps_due: vec![], note: None },
        Event::Verified { session, identity },
    ];
    transition(applicant, 2, events)
}

pub fn document(number: &str) -> DocumentIdentity {
    DocumentIdentity { issuer: "UTO".into(), kind: "passport".into(), number: number.into() }
}
