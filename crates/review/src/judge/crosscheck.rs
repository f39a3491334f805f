//! Each field from each source side by side.

use identity::diagnosis::Diagnosis;

use crate::observation::{Field, Region, Source};

/// One field with what every source says of it.
#[derive(Clone, PartialEq)]
pub struct CrossCheck {
    /// Which field.
    pub field: Field,
    /// What each source says, the document's sources first.
    pub values: Vec<CrossValue>,
    /// Whether they all mean the same; true also where there is only one.
    pub agree: bool,
    /// Why they differ, where that can be told.
    pub diagnosis: Option<Diagnosis>,
}

/// What one source says.
#[derive(Clone, PartialEq)]
pub struct CrossValue {
    /// Who.
    pub source: Source,
    /// What, as read or as typed.
    pub value: String,
    /// Confidence 0–1; 1 for what was typed.
    pub confidence: f32,
    /// Where it is printed.
    pub region: Option<Region>,
}

impl std::fmt::Debug for CrossCheck {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sources: Vec<Source> = self.values.iter().map(|value| value.source).collect();
        f.debug_struct("CrossCheck")
            .field("field", &self.field)
            .field("sources", &sources)
            .field("agree", &self.agree)
            .field("diagnosis", &self.diagnosis)
            .finish()
    }
}
