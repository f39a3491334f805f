//! The kinds of documents, and the states, regions and organisations that issue them.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// A passport booklet of any issuer.
    Passport,
    /// A national identity card other than those named below.
    IdCard,
    /// A visa.
    Visa,
    /// A residence permit or card.
    ResidencePermit,
    /// The mainland's resident identity card, 居民身份证.
    ResidentIdCn,
    /// 港澳居民来往内地通行证: of Hong Kong and Macao residents for the mainland.
    HomeReturnPermit,
    /// 台湾居民来往大陆通行证: of Taiwan residents for the mainland.
    CompatriotPermit,
    /// 往来港澳通行证: of mainland residents for Hong Kong and Macao.
    HkMacaoPermit,
    /// 大陆居民往来台湾通行证: of mainland residents for Taiwan.
    TaiwanTravelPermit,
    /// The identity card of Hong Kong.
    Hkid,
    /// A driving licence.
    DrivingLicence,
    /// A temporary identity card, 临时居民身份证.
    TemporaryId,
    /// A student card.
    StudentCard,
    /// An officer's card, 军官证.
    OfficerCard,
    /// Any other.
    Other,
}

impl DocumentKind {
    /// Every kind.
    pub const ALL: [DocumentKind; 15] = [
        DocumentKind::Passport,
        DocumentKind::IdCard,
        DocumentKind::Visa,
        DocumentKind::ResidencePermit,
        DocumentKind::ResidentIdCn,
        DocumentKind::HomeReturnPermit,
        DocumentKind::CompatriotPermit,
        DocumentKind::HkMacaoPermit,
        DocumentKind::TaiwanTravelPermit,
        DocumentKind::Hkid,
        DocumentKind::DrivingLicence,
        DocumentKind::TemporaryId,
        DocumentKind::StudentCard,
        DocumentKind::OfficerCard,
        DocumentKind::Other,
    ];

    /// The stable word used in records, policies and reports.
    pub fn code(&self) -> &'static str {
        match self {
            DocumentKind::Passport => "passport",
            DocumentKind::IdCard => "id_card",
            DocumentKind::Visa => "visa",
            DocumentKind::ResidencePermit => "residence_permit",
            DocumentKind::ResidentIdCn => "resident_id_cn",
            DocumentKind::HomeReturnPermit => "home_return_permit",
            DocumentKind::CompatriotPermit => "compatriot_permit",
            DocumentKind::HkMacaoPermit => "hk_macao_permit",
            DocumentKind::TaiwanTravelPermit => "taiwan_travel_permit",
            DocumentKind::Hkid => "hkid",
            DocumentKind::DrivingLicence => "driving_licence",
            DocumentKind::TemporaryId => "temporary_id",
            DocumentKind::StudentCard => "student_card",
            DocumentKind::OfficerCard => "officer_card",
            DocumentKind::Other => "other",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<DocumentKind> {
        DocumentKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl fmt::Display for DocumentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
