//! The kinds of documents, and which kind a machine-readable zone belongs to.

use crate::mrz::{Format, Mrz};
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

/// The kind of document that carries this zone, from its form, document code, issuer and number.
///
/// Doc 9303-4 to -7 give the first letter its meaning; the second is the issuer's own, of which these are known: `R` on
/// cards (residence permits of Germany, Portugal and others), `C1` and `C2` of the United States (permanent residents),
/// `CT`, `CR` and `C` of the mainland (GA/T 704), `CS` and `CD` on one line.
pub fn kind_of(mrz: &Mrz) -> DocumentKind {
    let mut letters = mrz.document_code.chars();
    let (first, second) = (letters.next(), letters.next());
    match (mrz.format, first, second) {
        (Format::MrvA | Format::MrvB, _, _) | (_, Some('V'), _) => DocumentKind::Visa,
        (Format::FrenchId, _, _) => DocumentKind::IdCard,
        (Format::OneLine, Some('C'), Some('S')) => DocumentKind::HkMacaoPermit,
        (Format::OneLine, Some('C'), Some('D')) => DocumentKind::TaiwanTravelPermit,
        (Format::OneLine, _, _) => DocumentKind::Other,
        (_, Some('P'), _) => DocumentKind::Passport,
        (_, Some('C'), _) if mrz.issuer == "CHN" => mainland_card(mrz, second),
        (_, Some('C'), Some('1' | '2')) if mrz.issuer == "USA" => DocumentKind::ResidencePermit,
        (_, Some('A' | 'C' | 'I' | 'R'), Some('R' | 'P')) if !passport_card(mrz) => {
            DocumentKind::ResidencePermit
        }
        (_, Some('A' | 'C' | 'I'), _) => DocumentKind::IdCard,
        (_, Some('D'), _) => DocumentKind::DrivingLicence,
        _ => DocumentKind::Other,
    }
}

/// `IP` and `CP` are passport cards (Doc 9303-5 leaves the second letter to the issuer), `RP` is a residence permit.
fn passport_card(mrz: &Mrz) -> bool {
    matches!(mrz.document_code.as_str(), "IP" | "CP" | "AP")
}

/// The permits of 3 lines: `CT` is the Compatriot Permit, the others by the number's first letter.
fn mainland_card(mrz: &Mrz, second: Option<char>) -> DocumentKind {
    let mut number = mrz.document_number.chars();
    match (second, number.next()) {
        (Some('T'), _) => DocumentKind::CompatriotPermit,
        (_, Some('H' | 'M')) => DocumentKind::HomeReturnPermit,
        (Some('R') | None, Some('0'..='9')) if number.all(|c| c.is_ascii_digit()) => {
            DocumentKind::CompatriotPermit
        }
        _ => DocumentKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mrz::parse;

    #[test]
    fn codes_are_unique_and_readable() {
        for kind in DocumentKind::ALL {
            assert_eq!(DocumentKind::from_code(kind.code()), Some(kind));
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.code()));
        }
        assert_eq!(DocumentKind::from_code("library_card"), None);
    }

    #[test]
    fn tells_the_kind_from_the_zone() {
        let card = |first: &str| vec![format!("{first:<<30}"), "<".repeat(30), "<".repeat(30)];
        let two = |first: &str, width: usize| vec![format!("{first:<<width$}"), "<".repeat(width)];
        let rows = [
            (two("P<UTO", 44), DocumentKind::Passport),
            (two("POCHN", 44), DocumentKind::Passport),
            (two("V<UTO", 44), DocumentKind::Visa),
            (two("VCFRA", 36), DocumentKind::Visa),
            (two("I<UTO", 36), DocumentKind::IdCard),
            (card("I<UTO"), DocumentKind::IdCard),
            (card("IDD<<"), DocumentKind::IdCard),
            (card("ARD<<"), DocumentKind::ResidencePermit),
            (card("IRPRT"), DocumentKind::ResidencePermit),
            (card("C1USA"), DocumentKind::ResidencePermit),
            (card("IPUSA"), DocumentKind::IdCard),
            (card("C<CHNH12345678"), DocumentKind::HomeReturnPermit),
            (card("CRCHNM12345678"), DocumentKind::HomeReturnPermit),
            (card("CTCHN12345678"), DocumentKind::CompatriotPermit),
            (card("DLUTO"), DocumentKind::DrivingLicence),
            (card("XXUTO"), DocumentKind::Other),
            (vec!["CSCA00000015<2812092<9003071<0".to_owned()], DocumentKind::HkMacaoPermit),
            (vec!["CDCA00000015<2812092<9003071<0".to_owned()], DocumentKind::TaiwanTravelPermit),
        ];
        let kinds = rows.iter().map(|(lines, want)| (&lines[0], kind_of(&parse(lines).unwrap()), want));
        let wrong: Vec<_> = kinds.filter(|(_, got, want)| got != *want).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
