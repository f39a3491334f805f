//! `Debug` for everything that holds personal data: it prints shapes and counts, never content.

use std::fmt;

use crate::{
    case::{Claims, DocumentIdentity, IdentityRecord},
    observation::{BarcodeReading, FieldReading, MrzReading, TextLine},
    transition::ReadIdentity,
};

impl fmt::Debug for Claims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let typed: Vec<&str> =
            self.parts().into_iter().filter(|(_, text)| text.is_some()).map(|(name, _)| name).collect();
        write!(f, "Claims({})", typed.join(", "))
    }
}

impl fmt::Debug for DocumentIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DocumentIdentity({} {}, …)", self.issuer, self.kind)
    }
}

impl fmt::Debug for IdentityRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdentityRecord")
            .field("attempt", &self.attempt)
            .field("approved_at", &self.approved_at)
            .field("document", &self.document)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ReadIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadIdentity").field("document", &self.document).finish_non_exhaustive()
    }
}

impl fmt::Debug for FieldReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FieldReading")
            .field("field", &self.field)
            .field("source", &self.source)
            .field("confidence", &self.confidence)
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for TextLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TextLine")
            .field("chars", &self.text.chars().count())
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for MrzReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MrzReading")
            .field("format", &self.format)
            .field("valid", &self.valid)
            .field("repaired_count", &self.repaired_count)
            .field("confidence", &self.confidence)
            .field("probability", &self.probability)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for BarcodeReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BarcodeReading")
            .field("symbology", &self.symbology)
            .field("chars", &self.payload.chars().count())
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::{Field, Source};

    #[test]
    fn nothing_personal_is_printed() {
        let canary = "KANARIENVOGEL".to_string();
        let document =
            DocumentIdentity { issuer: "UTO".into(), kind: "passport".into(), number: canary.clone() };
        let read = ReadIdentity {
            document: document.clone(),
            name: canary.clone(),
            birth_date: canary.clone(),
            expiry_date: Some(canary.clone()),
        };
        let claims = Claims { name: Some(canary.clone()), sex: Some(canary.clone()), ..Claims::default() };
        let field = FieldReading {
            field: Field::Name,
            source: Source::Printed,
            value: canary.clone(),
            confidence: 0.9,
            region: None,
        };
        let printed = format!("{document:?} {read:?} {claims:?} {field:?}");
        assert!(!printed.contains(&canary), "{printed}");
        assert!(printed.contains("Claims(name, sex)"), "{printed}");
    }
}
