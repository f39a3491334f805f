//! A running `bonafide serve` and the calls that the tasks make to it.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use serde_json::{Value, json};

use crate::setup::Ready;

/// A server that ends with this value.
pub struct Service {
    /// Where it answers, such as `http://127.0.0.1:8080`.
    pub url: String,
    /// Key of the host application.
    pub api_key: String,
    /// Key of the console.
    pub console_key: String,
    /// Key of another person at the console: some cases take two.
    pub second_console_key: String,
    child: Child,
    agent: ureq::Agent,
}

/// How to start one.
pub struct Start<'a> {
    /// Binary and networks.
    pub ready: &'a Ready,
    /// Data folder.
    pub data: PathBuf,
    /// Loopback port.
    pub port: u16,
    /// Where its log goes; `None` shows it.
    pub log: Option<PathBuf>,
}

impl Start<'_> {
    /// Starts the server and waits until it is ready.
    pub fn run(&self) -> anyhow::Result<Service> {
        let api_key = self.key("api")?;
        let console_key = self.key("console")?;
        let second_console_key = self.key("console")?;
        let child = self.spawn()?;
        let service = Service {
            url: format!("http://127.0.0.1:{}", self.port),
            api_key,
            console_key,
            second_console_key,
            child,
            agent: agent(),
        };
        service.wait_until_ready()?;
        Ok(service)
    }

    fn spawn(&self) -> anyhow::Result<Child> {
        let mut command = Command::new(&self.ready.binary);
        command.args(["serve", "--sandbox", "--listen", &format!("127.0.0.1:{}", self.port), "--data"]);
        command.arg(&self.data).arg("--models").arg(&self.ready.models).stdin(Stdio::null());
        if let Some(log) = &self.log {
            let file = std::fs::OpenOptions::new().create(true).append(true).open(log)?;
            command.stdout(file.try_clone()?).stderr(file);
        }
        command.spawn().with_context(|| format!("cannot start {}", self.ready.binary.display()))
    }

    fn key(&self, role: &str) -> anyhow::Result<String> {
        let output = Command::new(&self.ready.binary)
            .args(["admin", "key", "create", "--role", role, "--data"])
            .arg(&self.data)
            .output()?;
        if !output.status.success() {
            bail!("cannot create a key: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(60)))
        .http_status_as_error(false)
        .build()
        .into()
}

/// An answer of the API.
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Body.
    pub body: Value,
}

impl Answer {
    /// The body, if the status is a success.
    pub fn ok(self) -> anyhow::Result<Value> {
        if !(200..300).contains(&self.status) {
            bail!("the server answered {}: {}", self.status, self.body);
        }
        Ok(self.body)
    }
}

impl Service {
    /// `POST` of a JSON body with the host's key.
    pub fn post(&self, path: &str, body: &Value) -> anyhow::Result<Answer> {
        let request = self.agent.post(format!("{}{path}", self.url));
        read(request.header("authorization", self.bearer()).send_json(body)?)
    }

    /// `GET` with the host's key.
    pub fn get(&self, path: &str) -> anyhow::Result<Answer> {
        let request = self.agent.get(format!("{}{path}", self.url));
        read(request.header("authorization", self.bearer()).call()?)
    }

    /// Uploads a picture to a session and gives the evidence's id.
    pub fn upload(&self, session: &str, role: &str, file: &Path) -> anyhow::Result<String> {
        let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        let kind = if file.extension().is_some_and(|e| e == "png") { "image/png" } else { "image/jpeg" };
        let request = self.agent.post(format!("{}/v1/sessions/{session}/evidence/{role}", self.url));
        let request = request.header("authorization", self.bearer()).header("content-type", kind);
        text(&read(request.send(&bytes[..])?)?.ok()?, "id")
    }

    /// Opens a session for an applicant and gives its id and client token.
    pub fn open(&self, external_id: &str) -> anyhow::Result<(String, String)> {
        let applicant = self.post("/v1/applicants", &json!({ "external_id": external_id }))?.ok()?;
        let session = self.post("/v1/sessions", &json!({ "applicant_id": text(&applicant, "id")? }))?.ok()?;
        Ok((text(&session, "id")?, text(&session, "client_token")?))
    }

    /// Waits until the session is no longer processing and gives it.
    pub fn settled(&self, session: &str) -> anyhow::Result<Value> {
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(180) {
            let body = self.get(&format!("/v1/sessions/{session}"))?.ok()?;
            if body["status"] != "processing" {
                return Ok(body);
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        bail!("session {session} is still processing after three minutes")
    }

    /// Ends it as a crash would (SIGKILL).
    pub fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Waits for it to end by itself (the demo, until Ctrl-C).
    pub fn wait(mut self) -> anyhow::Result<()> {
        self.child.wait()?;
        Ok(())
    }

    fn bearer(&self) -> String {
        format!("Bearer {}", self.api_key)
    }

    fn wait_until_ready(&self) -> anyhow::Result<()> {
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(60) {
            let answer = self.agent.get(format!("{}/readyz", self.url)).call();
            if answer.is_ok_and(|answer| answer.status() == 200) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        bail!("the server was not ready after a minute")
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // The child may have ended already; either way it is gone afterwards.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(mut response: ureq::http::Response<ureq::Body>) -> anyhow::Result<Answer> {
    let status = response.status().as_u16();
    let body = response.body_mut().read_to_string()?;
    Ok(Answer { status, body: serde_json::from_str(&body).unwrap_or(Value::String(body)) })
}

/// A string member of an answer.
pub fn text(value: &Value, key: &str) -> anyhow::Result<String> {
    value[key].as_str().map(str::to_owned).with_context(|| format!("no `{key}` in {value}"))
}
