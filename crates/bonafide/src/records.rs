//! `bonafide admin erase` and `bonafide admin hold`: an applicant's record, by the operator.

use review::id::ApplicantId;
use server::clock::{Clock, SystemClock};
use storage::{
    Store,
    erase::{Certificate, Erased, Erasure},
    hold::HoldSet,
};

use crate::{failure::Failure, serve::runtime, vault::DataOptions};

/// Named in the audit log.
const ACTOR: &str = "operator";

/// Whose record.
#[derive(clap::Args)]
pub struct Whose {
    /// Our name for the applicant, as the API gives it
    #[arg(required_unless_present = "external_id")]
    applicant: Option<ApplicantId>,
    /// The host's name for the applicant
    #[arg(long, conflicts_with = "applicant")]
    external_id: Option<String>,
    #[command(flatten)]
    data: DataOptions,
}

impl Whose {
    async fn find(&self, store: &Store) -> Result<ApplicantId, Failure> {
        match (&self.applicant, &self.external_id) {
            (Some(applicant), _) => Ok(*applicant),
            (None, Some(name)) => store.applicant_named(name).await.map_err(failed)?.ok_or_else(unknown),
            (None, None) => Err(unknown()),
        }
    }
}

/// Erases an applicant and prints the certificate.
pub fn erase(whose: &Whose) -> Result<(), Failure> {
    let erased = runtime()?.block_on(async {
        let store = whose.data.open().await?;
        let how = Erasure { at: SystemClock.now(), actor: ACTOR, reason: "operator" };
        store.erase(whose.find(&store).await?, &how).await.map_err(failed)
    })?;
    match erased {
        Erased::Done(certificate) => print(&certificate),
        Erased::Held => return Err(Failure::input("applicant.legal_hold", "a legal hold stands in the way")),
        Erased::Unknown => return Err(unknown()),
    }
    Ok(())
}

/// Sets or lifts a legal hold.
pub fn hold(whose: &Whose, release: bool) -> Result<(), Failure> {
    let set = runtime()?.block_on(async {
        let store = whose.data.open().await?;
        let applicant = whose.find(&store).await?;
        store.set_hold(applicant, !release, SystemClock.now(), ACTOR).await.map_err(failed)
    })?;
    match set {
        HoldSet::Done => anstream::println!("{}", if release { "released" } else { "held" }),
        HoldSet::TooLate => return Err(Failure::input("applicant.erased", "the applicant is being erased")),
        HoldSet::Unknown => return Err(unknown()),
    }
    Ok(())
}

fn print(certificate: &Certificate) {
    let Certificate { applicant, at, reason, items, audit_entry, audit_hash } = certificate;
    anstream::println!("erased {applicant} at {at} ({reason})");
    for (item, count) in items.iter().filter(|(_, count)| **count > 0) {
        anstream::println!("  {item}: {count}");
    }
    anstream::println!("  audit entry {audit_entry}, {}", hex::encode(audit_hash));
}

fn unknown() -> Failure {
    Failure::input("applicant.unknown", "no such applicant")
}

fn failed(error: storage::Error) -> Failure {
    Failure::internal("the store failed", error)
}
