//! From a clone to a running Bonafide with something in it.

use std::path::{Path, PathBuf};

use crate::{
    process::{say, target},
    service::{Service, Start},
    setup::{self, Profile, Ready},
    specimens,
};

/// Where the demo runs.
#[derive(clap::Args)]
pub struct Options {
    /// Port on 127.0.0.1.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Folder of the database and the evidence.
    #[arg(long, default_value = "data")]
    data: PathBuf,
    /// Build as shipped (slower to build, faster to run).
    #[arg(long)]
    release: bool,
    /// Seed, print the addresses, and end.
    #[arg(long)]
    exit: bool,
}

/// Scenario of the specimen crate, and what the applicant is called at the host application.
const PEOPLE: [(&str, &str); 9] = [
    ("approved", "demo-approved"),
    ("e001_glare", "demo-glare"),
    ("e005_birth_date", "demo-inconsistent"),
    ("e018_expired", "demo-expired"),
    ("e020_minor", "demo-minor"),
    ("e031_duplicate", "demo-duplicate"),
    ("e044_student_card", "demo-student-card"),
    ("e013_other_face", "demo-other-face"),
    ("manual_review", "demo-waiting"),
];

pub fn run(options: &Options) -> anyhow::Result<()> {
    let ready = setup::run(if options.release { Profile::Release } else { Profile::Dev })?;
    std::fs::create_dir_all(&options.data)?;
    let log = options.data.join("server.log");
    let start =
        Start { ready: &ready, data: options.data.clone(), port: options.port, log: Some(log.clone()) };
    let service = start.run()?;
    let mark = options.data.join("demo-seeded");
    let enrolment = if mark.exists() { None } else { Some(start.person(ADMINISTRATOR, "administrator")?) };
    let seeded = seed_once(&ready, &service, &mark)?;
    print_addresses(&service, &seeded)?;
    if let Some(link) = enrolment {
        println!(
            "  {ADMINISTRATOR}     {link}   (once: choose a password, then sign in at {}/console)",
            service.url
        );
    }
    println!("  the server's log       {}", log.display());
    println!("  Ctrl-C ends it; the data stay in {}", options.data.display());
    if options.exit { service.kill() } else { service.wait() }
}

/// Who signs in to the demo's console with a password.
const ADMINISTRATOR: &str = "Demo administrator";

struct Seeded {
    name: &'static str,
    token: String,
    came_to: String,
}

/// Seeds a data folder the first time only: what was approved then would be refused now.
fn seed_once(ready: &Ready, service: &Service, mark: &Path) -> anyhow::Result<Vec<Seeded>> {
    if mark.exists() {
        say("The data folder was seeded before; its cases are in the console");
        return Ok(Vec::new());
    }
    say("Seeding applicants through the real pipeline");
    let seeded = seed(ready, service)?;
    std::fs::write(mark, "")?;
    Ok(seeded)
}

fn seed(ready: &Ready, service: &Service) -> anyhow::Result<Vec<Seeded>> {
    let folder = target().join("demo");
    let mut seeded = Vec::new();
    for (scenario, name) in PEOPLE {
        let (session, token) = service.open(name)?;
        let rendered = specimens::render(ready, scenario, &folder, 1, None)?;
        let answer = specimens::submit(service, &session, &rendered)?;
        let came_to = if answer.status == 202 {
            specimens::summary(&service.settled(&session)?)?
        } else {
            format!("refused: {}", answer.body["code"])
        };
        println!("  {name}: {came_to}");
        seeded.push(Seeded { name, token, came_to });
    }
    Ok(seeded)
}

fn print_addresses(service: &Service, seeded: &[Seeded]) -> anyhow::Result<()> {
    let url = &service.url;
    let (_, token) = service.open("demo-you")?;
    say("Bonafide is running. Open:");
    println!("  a fresh verification   {url}/verify#{token}");
    println!("  the console            {url}/console#{}", service.console_key);
    println!("  the API reference      {url}/reference   (API key {})", service.api_key);
    for person in seeded {
        println!(
            "  account centre         {url}/account#{}   {} ({})",
            person.token, person.name, person.came_to
        );
    }
    Ok(())
}
