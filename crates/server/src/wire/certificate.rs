//! The certificate of an erasure on the wire.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Proof that an applicant was erased.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Certificate {
    applicant_id: Uuid,
    #[schema(value_type = String, format = DateTime)]
    erased_at: Timestamp,
    /// `host`, `operator`, `retention`; `resumed` where it was finished after a stop.
    reason: String,
    /// How many rows of each kind went; `blobs` are pictures and films.
    items: BTreeMap<String, u64>,
    /// Number of its entry in the audit log.
    audit_entry: u64,
    /// SHA-256 of that entry, which seals it to all before it.
    audit_hash: String,
}

impl From<storage::erase::Certificate> for Certificate {
    fn from(certificate: storage::erase::Certificate) -> Self {
        Self {
            applicant_id: certificate.applicant.0,
            erased_at: certificate.at,
            reason: certificate.reason,
            items: certificate.items,
            audit_entry: certificate.audit_entry,
            audit_hash: hex::encode(certificate.audit_hash),
        }
    }
}
