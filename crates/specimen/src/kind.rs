//! The documents that can be rendered.

use serde::{Deserialize, Serialize};

/// The documents that can be rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Data page of a passport of Utopia, 125 × 88 mm (ICAO 9303-4), issuer `UTO`.
    Td3Passport,
    /// Data page in the layout of a mainland passport, `CHN`; line 2 of its zone has no filler.
    PassportCn,
    /// Identity card of Utopia, 85.6 × 54 mm, three lines of 30 on the back (ICAO 9303-5).
    IdCardTd1,
    /// Identity card of Utopia, 105 × 74 mm, two lines of 36 on the front (ICAO 9303-6).
    IdCardTd2,
    /// Visa of Utopia, 120 × 80 mm, two lines of 44 (ICAO 9303-7, MRV-A).
    VisaA,
    /// Visa of Utopia, 105 × 74 mm, two lines of 36 (ICAO 9303-7, MRV-B).
    VisaB,
    /// Resident identity card in the mainland's layout with an area code that does not exist, both sides.
    ResidentIdCn,
    /// 港澳居民来往内地通行证, both sides; three lines of 30 on the back.
    HomeReturnPermit,
    /// 台湾居民来往大陆通行证, both sides; three lines of 30 on the back.
    CompatriotPermit,
    /// 往来港澳通行证, front; one line of 30.
    HkMacaoPermit,
    /// 大陆居民往来台湾通行证, front; one line of 30.
    TaiwanTravelPermit,
    /// Identity card in the layout of Hong Kong's, front.
    Hkid,
    /// Driving licence with the data elements of AAMVA, front, and a PDF417 on the back.
    DrivingLicenceUs,
    /// Temporary resident identity card: one paper side, monochrome portrait. Not accepted anywhere.
    TemporaryIdCn,
    /// Student card of a university that does not exist. Not accepted anywhere.
    StudentCard,
    /// Officer's card of a unit that does not exist. Not accepted anywhere.
    OfficerCard,
    /// A table top and no document at all.
    NoDocument,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 17] = [
        Kind::Td3Passport,
        Kind::PassportCn,
        Kind::IdCardTd1,
        Kind::IdCardTd2,
        Kind::VisaA,
        Kind::VisaB,
        Kind::ResidentIdCn,
        Kind::HomeReturnPermit,
        Kind::CompatriotPermit,
        Kind::HkMacaoPermit,
        Kind::TaiwanTravelPermit,
        Kind::Hkid,
        Kind::DrivingLicenceUs,
        Kind::TemporaryIdCn,
        Kind::StudentCard,
        Kind::OfficerCard,
        Kind::NoDocument,
    ];

    /// The stable word used on the command line and in ground truth.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Td3Passport => "td3_passport",
            Kind::PassportCn => "passport_cn",
            Kind::IdCardTd1 => "id_card_td1",
            Kind::IdCardTd2 => "id_card_td2",
            Kind::VisaA => "visa_a",
            Kind::VisaB => "visa_b",
            Kind::ResidentIdCn => "resident_id_cn",
            Kind::HomeReturnPermit => "home_return_permit",
            Kind::CompatriotPermit => "compatriot_permit",
            Kind::HkMacaoPermit => "hk_macao_permit",
            Kind::TaiwanTravelPermit => "taiwan_travel_permit",
            Kind::Hkid => "hkid",
            Kind::DrivingLicenceUs => "driving_licence_us",
            Kind::TemporaryIdCn => "temporary_id_cn",
            Kind::StudentCard => "student_card",
            Kind::OfficerCard => "officer_card",
            Kind::NoDocument => "no_document",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether the holder's name is printed in Chinese characters.
    pub fn is_chinese(self) -> bool {
        matches!(
            self,
            Kind::PassportCn
                | Kind::ResidentIdCn
                | Kind::HomeReturnPermit
                | Kind::CompatriotPermit
                | Kind::HkMacaoPermit
                | Kind::TaiwanTravelPermit
                | Kind::Hkid
                | Kind::TemporaryIdCn
                | Kind::StudentCard
                | Kind::OfficerCard
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_words_of_the_ground_truth_and_each_is_one_kind() {
        for kind in Kind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
        }
    }
}
