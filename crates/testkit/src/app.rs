//! The whole server without a socket, on a folder of its own.

use std::{sync::Arc, time::Duration};

use axum::{Router, http::Method};
use jiff::{SignedDuration, Timestamp};
use review::{case::Case, policy::Policy};
use serde_json::{Value, json};
use server::{App, Config, Leases, Parts, clock::Clock, keys, worker};
use storage::{Store, access::KeyKind, people::Role};
use tempfile::TempDir;

use crate::{Answer, FakeClock, FakeExaminer, Request, SeededRandom, claims, pictures::png};

/// When every test begins.
const START: &str = "2026-11-23T12:00:00Z";

/// A server under test.
pub struct TestApp {
    /// Its clock.
    pub clock: Arc<FakeClock>,
    /// What sees its pictures.
    pub examiner: Arc<FakeExaminer>,
    /// Its settings; a change holds from the next [`TestApp::restart`] on.
    pub config: Config,
    /// A host application's key.
    pub host: String,
    /// An operator's key, role senior: everything that a person may do to a case.
    pub operator: String,
    random: Arc<SeededRandom>,
    policy: Arc<Policy>,
    folder: TempDir,
    app: App,
    router: Router,
    store: Store,
}

/// A session with the way in for its applicant.
#[derive(Debug, Clone)]
pub struct Session {
    /// Its name.
    pub id: String,
    /// Whose.
    pub applicant: String,
    /// The client token.
    pub token: String,
}

impl TestApp {
    /// A fresh server under the shipped policy with specimens accepted; no worker runs by itself.
    ///
    /// # Panics
    /// When there is no temporary folder to be had.
    pub async fn new() -> Self {
        Self::with_policy(Policy::exchange().sandboxed()).await
    }

    /// The same under another policy.
    ///
    /// # Panics
    /// When there is no temporary folder to be had.
    pub async fn with_policy(policy: Policy) -> Self {
        let start: Timestamp = START.parse().expect("a valid moment");
        let clock = Arc::new(FakeClock::at(start));
        let examiner = Arc::new(FakeExaminer::default());
        let random = Arc::new(SeededRandom::new(1));
        let policy = Arc::new(policy);
        let folder = tempfile::tempdir().expect("a temporary folder");
        let config = config();
        let store = open(&folder).await;
        let parts = Parts {
            store: store.clone(),
            examiner: examiner.clone(),
            policy: policy.clone(),
            clock: clock.clone(),
            random: random.clone(),
        };
        let app = App::new(config.clone(), parts);
        let host = add_key(&store, KeyKind::Host, start, &random).await;
        let operator = add_key(&store, KeyKind::Console(Role::Senior), start, &random).await;
        let router = server::router(app.clone());
        Self { clock, examiner, config, host, operator, random, policy, folder, app, router, store }
    }

    /// Closes the store and starts again on the same folder, with the settings as they are now.
    pub async fn restart(&mut self) {
        self.store.close().await;
        self.store = open(&self.folder).await;
        self.app = App::new(self.config.clone(), self.parts());
        self.router = server::router(self.app.clone());
    }

    /// Another process on the same folder: its own connections, the same clock.
    pub async fn beside(&self) -> App {
        let parts = Parts { store: open(&self.folder).await, ..self.parts() };
        App::new(self.config.clone(), parts)
    }

    /// Another process on the same folder that sleeps while it works: it gives no sign of life.
    pub async fn beside_asleep(&self) -> App {
        let parts = Parts { store: open(&self.folder).await, ..self.parts() };
        let leases = Leases { heartbeat: Duration::from_secs(3600), ..self.config.leases };
        App::new(Config { leases, ..self.config.clone() }, parts)
    }

    /// The parts that it is made of, for starting a real server on them.
    #[must_use]
    pub fn parts(&self) -> Parts {
        Parts {
            store: self.store.clone(),
            examiner: self.examiner.clone(),
            policy: self.policy.clone(),
            clock: self.clock.clone(),
            random: self.random.clone(),
        }
    }

    /// The application, for doing a worker's steps by hand.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The store underneath, for looking at what was written.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The folder of everything.
    #[must_use]
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// One more operator's key.
    pub async fn another_operator(&self) -> String {
        self.operator_as(Role::Senior).await
    }

    /// One more operator's key, in that role.
    pub async fn operator_as(&self, role: Role) -> String {
        add_key(&self.store, KeyKind::Console(role), self.clock.now(), &self.random).await
    }

    /// Does every job that waits.
    pub async fn drain(&self) {
        while worker::step(&self.app).await {}
    }

    /// What its clock shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Turns the clock forward.
    pub fn advance(&self, by: SignedDuration) {
        self.clock.advance(by);
    }

    /// A GET request.
    #[must_use]
    pub fn get(&self, path: &str) -> Request {
        Request::new(self.router.clone(), Method::GET, path)
    }

    /// A POST request.
    #[must_use]
    pub fn post(&self, path: &str) -> Request {
        Request::new(self.router.clone(), Method::POST, path)
    }

    /// A request by any method.
    ///
    /// # Panics
    /// When it is none.
    #[must_use]
    pub fn ask(&self, method: &str, path: &str) -> Request {
        Request::new(self.router.clone(), method.parse().expect("a method"), path)
    }

    /// Makes an applicant known and returns their name.
    pub async fn applicant(&self, external_id: &str) -> String {
        let body = json!({ "external_id": external_id });
        let answer = self.post("/v1/applicants").bearer(&self.host).json(&body).send().await;
        assert!(answer.status == 201 || answer.status == 200, "{}", answer.text());
        string(&answer.json()["id"])
    }

    /// The case of a session, as the core knows it.
    ///
    /// # Panics
    /// When there is no such session.
    pub async fn case(&self, session: &Session) -> Case {
        let id = session.id.parse().expect("a session's name");
        self.store.case_of(id).await.expect("a store").expect("a session")
    }

    /// The name of the first session of an applicant.
    ///
    /// # Panics
    /// When they have none.
    pub async fn first_session_of(&self, external_id: &str) -> String {
        let applicant = self.applicant(external_id).await;
        let path = format!("/v1/applicants/{applicant}");
        let shown = self.get(&path).bearer(&self.host).send().await.expect(200);
        string(&shown["sessions"][0]["id"])
    }

    /// Opens a session for an applicant, who is made known first.
    pub async fn open_session(&self, external_id: &str) -> Session {
        let applicant = self.applicant(external_id).await;
        let body = json!({ "applicant_id": applicant });
        let opened = self.post("/v1/sessions").bearer(&self.host).json(&body).send().await.expect(201);
        Session { id: string(&opened["id"]), applicant, token: string(&opened["client_token"]) }
    }

    /// Uploads a good picture and returns its name.
    pub async fn upload(&self, session: &Session, role: &str) -> String {
        let path = format!("/v1/client/evidence/{role}");
        let sent =
            self.post(&path).bearer(&session.token).body("image/png", png(role.len() as u8)).send().await;
        string(&sent.expect(201)["id"])
    }

    /// Uploads front and selfie, and submits them with honest claims.
    pub async fn submit_all(&self, session: &Session) -> Answer {
        let front = self.upload(session, "front").await;
        let selfie = self.upload(session, "selfie").await;
        let body = json!({ "evidence": { "front": front, "selfie": selfie }, "claims": claims("L898902C3") });
        self.submit(session, &body).await
    }

    /// Submits this.
    pub async fn submit(&self, session: &Session, body: &Value) -> Answer {
        self.post("/v1/client/attempts").bearer(&session.token).json(body).send().await
    }

    /// The session as its applicant sees it.
    pub async fn show(&self, session: &Session) -> Value {
        self.get("/v1/client/session").bearer(&session.token).send().await.expect(200)
    }
}

fn config() -> Config {
    let leases = Leases {
        heartbeat: Duration::from_millis(20),
        poll: Duration::from_millis(20),
        tries_max: 3,
        ..Leases::default()
    };
    Config { workers: 0, leases, listen: ([127, 0, 0, 1], 0).into(), ..Config::default() }
}

async fn open(folder: &TempDir) -> Store {
    Store::open(folder.path(), [7; 32]).await.expect("the folder is ours")
}

async fn add_key(store: &Store, kind: KeyKind, now: Timestamp, random: &SeededRandom) -> String {
    let (plain, key) = keys::mint(kind, true, "test", now, random);
    store.add_key(&key, plain.hash()).await.expect("the key is new");
    plain.reveal().to_owned()
}

fn string(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}
